package dev.cnilab.lab.reach;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/** The policy and rule that decide each pair, and whether the network follows them. */
public record Reasons(List<Pair> pairs) implements Tabular {

  public Reasons {
    pairs = List.copyOf(pairs);
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Which policy decides",
            List.of("from", "to", "port", "the policies say", "because", "the network says"),
            pairs,
            pair ->
                List.of(
                    Cell.of(pair.from()),
                    Cell.of(pair.to()),
                    Cell.of(pair.port()),
                    pair.ruling().allowed() ? Cell.good("allowed") : Cell.bad("forbidden"),
                    Cell.of(String.join("\n", pair.ruling().because())),
                    pair.agrees()
                        ? Cell.of(pair.passage().word())
                        : Cell.warning(pair.passage().word())));
  }
}
