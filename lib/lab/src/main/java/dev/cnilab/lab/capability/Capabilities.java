package dev.cnilab.lab.capability;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/** The capabilities of several pod networks, each with its evidence. */
public record Capabilities(List<Probed> list) implements Tabular {

  public Capabilities {
    list = List.copyOf(list);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "What each can do, as installed",
                List.of("plugin", "NetworkPolicy", "encapsulation", "addresses", "encryption"),
                list,
                probed ->
                    List.of(
                        Cell.of(probed.label()),
                        probed.policing().cell(),
                        probed.wire().wrapping(),
                        probed.ranges().cell(),
                        probed.wire().secrecy()));
    for (Probed probed : list) {
      view = view.folded(probed.label() + ": " + probed.wire().output().prompt(), printed(probed));
    }
    return view;
  }

  private static String printed(Probed probed) {
    return probed.wire().output().printed() + probed.policing().under().output().printed();
  }
}
