package dev.cnilab.lab;

import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

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

  /** What a new kernel says if clusters run beside the one that it works on. */
  static View beside(List<String> names) {
    View view =
        View.empty()
            .note(Tone.WARNING, "This kernel is new, and works on the course's own cluster.");
    for (String name : names) {
      view = view.note("Beside it runs `" + name + "`: " + leadsTo(name));
    }
    return view;
  }

  private static String leadsTo(String name) {
    return switch (name) {
      case LabSession.ON_CALL ->
          "its incident ended with the kernel that began it, and onCall(…) begins it again.";
      case Survey.UNLABELLED -> "unlabelled(…) with its number leads there.";
      default -> "use(\"" + name + "\") leads there.";
    };
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
