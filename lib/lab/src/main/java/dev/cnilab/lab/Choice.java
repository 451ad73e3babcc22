package dev.cnilab.lab;

import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;

/**
 * The cluster that the words act on from now on.
 *
 * @param terminal the line that leads a terminal's kubectl there, empty for the cluster of the
 *     environment
 */
public record Choice(String words, String terminal) implements Shown {

  static final Choice HOME = new Choice("Back on the course's own cluster.", "");

  static Choice of(Further further) {
    return new Choice(
        "From now on every word acts on one more cluster, with " + further.name() + ".",
        "export KUBECONFIG=" + further.write());
  }

  @Override
  public View view() {
    View view = View.empty().note(words);
    return terminal.isEmpty() ? view : view.printed("# in a terminal", terminal);
  }
}
