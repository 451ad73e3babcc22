package dev.cnilab.lab.health;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * The diagnosis of a pod or a node.
 *
 * @param about {@code pod/nettest-1}
 * @param verdict as one sentence
 * @param evidence in the order in which it was examined
 * @param next what to look at next, empty if nothing is wrong
 */
public record Diagnosis(
    String about, boolean healthy, String verdict, List<Evidence> evidence, String next)
    implements Tabular {

  public Diagnosis {
    evidence = List.copyOf(evidence);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .note(healthy ? Tone.GOOD : Tone.BAD, about + ": " + verdict)
            .grid(
                "Evidence",
                List.of("where", "what it says", "what that means"),
                evidence,
                each ->
                    List.of(Cell.of(each.where()), Cell.of(each.says()), Cell.of(each.means())));
    return next.isEmpty() ? view : view.note(next);
  }

  /** The verdict, the last evidence and the next step, for an error message. */
  public String inWords() {
    String says =
        evidence.isEmpty()
            ? ""
            : "\n" + evidence.getLast().where() + ": " + evidence.getLast().says();
    return verdict + says + "\n" + next;
  }
}
