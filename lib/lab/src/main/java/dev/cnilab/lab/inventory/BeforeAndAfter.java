package dev.cnilab.lab.inventory;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.stream.Stream;

/** Two inventories side by side. */
public record BeforeAndAfter(Inventory before, Inventory after) implements Tabular {

  @Override
  public View view() {
    List<Item> all =
        Stream.concat(before.items().stream(), after.items().stream()).distinct().toList();
    long gone = all.stream().filter(item -> !after.items().contains(item)).count();
    View view =
        View.empty()
            .grid(
                "Before and after",
                List.of("where", "what", "before", "after"),
                all,
                item ->
                    List.of(
                        Cell.of(item.where()),
                        Cell.of(item.what()),
                        Cell.of(before.items().contains(item) ? "there" : ""),
                        after(item)));
    int left = after.ofTheCourse().size();
    return view.note(
        left == 0 ? Tone.GOOD : Tone.WARNING,
        "%d of %d gone; %d of the course left.".formatted(gone, all.size(), left));
  }

  private Cell after(Item item) {
    if (!after.items().contains(item)) {
      return Cell.good("gone");
    }
    return item.isOfTheCourse() ? Cell.bad("still there") : Cell.of("there");
  }
}
