package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;

/**
 * The output of a command.
 *
 * @param prompt the command as a person would type it, after a prompt
 * @param kubectl the equivalent kubectl line
 * @param offer what to do if it lacked a privilege
 */
public record Output(String prompt, String kubectl, ExecResult result, Optional<String> offer)
    implements Shown {

  /** The output of a command that lacked no privilege. */
  public Output(String prompt, String kubectl, ExecResult result) {
    this(prompt, kubectl, result, Optional.empty());
  }

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
    View noted = offer.map(text -> printed.note(Tone.WARNING, text)).orElse(printed);
    return prompt.equals("$ " + kubectl)
        ? noted
        : noted.note(Tone.QUIET, "stands for `" + kubectl + "`");
  }

  @Override
  public String toString() {
    return result.printed();
  }
}
