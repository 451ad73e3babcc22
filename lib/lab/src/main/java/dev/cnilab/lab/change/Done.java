package dev.cnilab.lab.change;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * What a change did, a line an object, as kubectl prints it.
 *
 * @param kubectl the line it stands for
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
