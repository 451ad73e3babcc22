package dev.cnilab.lab;

import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;

/**
 * The cluster that all functions use from now on.
 *
 * @param terminal the line that points a terminal's kubectl at it
 */
public record Choice(String words, String terminal) implements Shown {

  static Choice home(String kubeconfig) {
    return new Choice(
        "Back on the course's own cluster.",
        kubeconfig.isEmpty() ? "unset KUBECONFIG" : "export KUBECONFIG=" + kubeconfig);
  }

  /**
   * Describes the choice of a further cluster.
   *
   * @param what a description of it
   */
  static Choice of(Further further, String what) {
    return new Choice(
        "From now on every function works on a second embedded cluster, with " + what + ".",
        "export KUBECONFIG=" + further.write());
  }

  @Override
  public View view() {
    return View.empty().note(words).printed("# in a terminal", terminal);
  }
}
