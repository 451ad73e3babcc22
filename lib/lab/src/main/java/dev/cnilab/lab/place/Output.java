package dev.cnilab.lab.place;

import dev.cnilab.lab.client.ExecResult;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * What a command printed.
 *
 * @param prompt the command as a person would type it, with its prompt
 * @param kubectl the kubectl line it stands for
 */
public record Output(String prompt, String kubectl, ExecResult result) implements Shown {

  /** Standard output. */
  public String out() {
    return result.out();
  }

  /** Both streams and the exit status, as a terminal shows them. */
  public String printed() {
    return result.printed();
  }

  public List<String> lines() {
    return result.out().lines().toList();
  }

  /** The exit status, 0 for success. */
  public int status() {
    return result.status();
  }

  @Override
  public View view() {
    View printed = View.empty().printed(prompt, result.printed());
    return prompt.equals("$ " + kubectl)
        ? printed
        : printed.note(Tone.QUIET, "stands for `" + kubectl + "`");
  }

  @Override
  public String toString() {
    return result.printed();
  }
}
