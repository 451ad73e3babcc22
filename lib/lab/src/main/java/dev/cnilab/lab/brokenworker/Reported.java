package dev.cnilab.lab.brokenworker;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;

/** The report of an incident: never more than a user would see. */
public record Reported(int number, String pod, String node) implements Shown {

  @Override
  public View view() {
    return View.empty()
        .note(
            Tone.WARNING,
            """
            Incident %d. Pod `%s` belongs on %s, and should reach the pods `nettest-1` and \
            `nettest-2`. It does not.\
            """
                .formatted(number, pod, node));
  }
}
