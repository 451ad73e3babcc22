package dev.cnilab.lab.workload;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;

/**
 * The last lines of the logs of several pods.
 *
 * @param text the pods' lines, one pod after another
 */
public record Logs(String kubectl, String text) implements Shown {

  @Override
  public View view() {
    return View.empty().printed("$ " + kubectl, text);
  }
}
