package dev.cnilab.lab.duty.worth;

import dev.cnilab.lab.fault.Culprit;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.Look;
import dev.cnilab.lab.oncall.Snapshot;
import java.util.List;

/**
 * What lines are worth to somebody who looks for a fault. There is more than one way to look: it
 * counts what a line shows of all that the fault has changed, whichever command it is.
 *
 * @param changes what the fault has changed
 */
public record Worth(Fault fault, List<Change> changes) {

  private static final String NODE = "node ";

  public Worth {
    changes = List.copyOf(changes);
  }

  /**
   * Knows a fault by what it did.
   *
   * @param whole how the cluster was set up before
   * @param broken and after it
   */
  public static Worth of(Fault fault, Snapshot whole, Snapshot broken) {
    return new Worth(fault, Change.of(broken.changesSince(whole), whole.facts()));
  }

  /** What a line was worth, in a few words; empty if it led nowhere. */
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

  /** Whether it shows what that look shows, and of that very place. */
  private static boolean shows(Typed typed, Look look) {
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

  /** A few digits stand for a failure only where something asked that prints such digits. */
  private static boolean isLike(Typed typed, Look look) {
    return typed.isQuestion() || typed.line().contains(look.run());
  }

  private static boolean isAt(Typed typed, Culprit culprit) {
    String where = culprit.where();
    return where.startsWith(NODE)
        ? typed.names(where.substring(NODE.length()))
        : typed.mentions(where.replaceAll(".*[ /]", ""));
  }
}
