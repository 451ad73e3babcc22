package dev.cnilab.lab.inventory;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

/** What there is beyond a fresh cluster. */
public record Inventory(List<Item> items) implements Tabular {

  public Inventory {
    items = List.copyOf(items);
  }

  /** What the course has created. */
  public List<Item> ofTheCourse() {
    return items.stream().filter(Item::isOfTheCourse).toList();
  }

  /** This inventory, the later one, beside an earlier one. */
  public BeforeAndAfter since(Inventory before) {
    return new BeforeAndAfter(before, this);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "What there is beyond a fresh cluster",
                List.of("where", "what", "removed by"),
                items,
                item ->
                    List.of(
                        Cell.of(item.where()),
                        Cell.of(item.what()),
                        item.isOfTheCourse()
                            ? Cell.of("`" + item.removal() + "`")
                            : Cell.warning("not the course's: leave it")));
    return ofTheCourse().isEmpty()
        ? view.note(Tone.GOOD, "Nothing of the course is left.")
        : view.note("The course has left " + ofTheCourse().size() + " things.");
  }
}
