package dev.cnilab.lab.oncall.worth;

import dev.cnilab.lab.fault.Culprit;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.FaultEvidence;
import dev.cnilab.lab.stage.ClusterSnapshot;
import java.util.List;

/**
 * The worth of lines for finding a fault. There are several ways to look: what counts is how much a
 * line shows of what the fault has changed, whatever the command.
 *
 * @param changes the changes by the fault
 */
public record Worth(Fault fault, List<FaultChange> changes) {

  private static final String NODE = "node ";

  public Worth {
    changes = List.copyOf(changes);
  }

  /**
   * The worth of lines for a fault, based on its changes.
   *
   * @param whole the configuration before the fault
   * @param broken the configuration after it
   */
  public static Worth of(Fault fault, ClusterSnapshot whole, ClusterSnapshot broken) {
    return new Worth(fault, FaultChange.of(broken.changesSince(whole), whole.facts()));
  }

  /** The worth of a line in a few words; empty if it led nowhere. */
  public String of(Typed typed) {
    if (fault.evidence().stream().anyMatch(look -> shows(typed, look))
        || changes.stream().anyMatch(change -> change.isShownBy(typed))) {
      return "shows the cause";
    }
    if (typed.isUnanswered() || fault.symptoms().stream().anyMatch(look -> shows(typed, look))) {
      return "shows the symptom";
    }
    return fault.culprits().stream().anyMatch(culprit -> isAt(typed, culprit))
        ? "the right place"
        : "";
  }

  /** Whether a line shows what a look shows, at the same place. */
  private static boolean shows(Typed typed, FaultEvidence look) {
    if (!look.isIn(typed.printed())) {
      return false;
    }
    if (look.in().startsWith(NODE)) {
      return typed.names(look.in().substring(NODE.length()));
    }
    if (look.in().startsWith("object ")) {
      return typed.mentions(look.in().replaceAll(".*/", ""));
    }
    return !look.in().startsWith("pod ") || look.run().isBlank() || isLike(typed, look);
  }

  /**
   * Whether a line is comparable to a look; a few digits indicate a failure only in a command that
   * prints such digits.
   */
  private static boolean isLike(Typed typed, FaultEvidence look) {
    return typed.isQuestion() || typed.line().contains(look.run());
  }

  private static boolean isAt(Typed typed, Culprit culprit) {
    String where = culprit.where();
    return where.startsWith(NODE)
        ? typed.names(where.substring(NODE.length()))
        : typed.mentions(where.replaceAll(".*[ /]", ""));
  }
}
