package dev.cnilab.lab.kubectl;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * The result of a change, one line per object, as kubectl prints it.
 *
 * @param kubectl the equivalent kubectl line
 * @param manifest what was applied, empty if nothing was
 */
public record Done(String kubectl, List<String> lines, String manifest) implements Shown {

  public Done {
    lines = List.copyOf(lines);
  }

  @Override
  public View view() {
    View printed = View.empty().printed("$ " + kubectl, String.join("\n", lines));
    return manifest.isEmpty()
        ? printed
        : printed.folded("cat " + kubectl.replaceAll(".* ", ""), manifest);
  }
}
