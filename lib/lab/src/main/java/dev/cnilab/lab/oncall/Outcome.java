package dev.cnilab.lab.oncall;

import dev.cnilab.lab.oncall.logbook.Logbook;
import dev.cnilab.lab.oncall.logbook.Played;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

/** The outcome for an incident that was declared resolved. */
public record Outcome(boolean over, String words) implements Shown {

  /** Checks an incident, and records it if it is over. */
  public static Outcome of(Handling handling, Logbook logbook) {
    if (!handling.isAnswered()) {
      return new Outcome(false, "Say first what it was: answer(\"…\", \"…\")");
    }
    List<String> complaints = handling.handIn();
    if (!complaints.isEmpty()) {
      return new Outcome(false, String.join("\n", complaints));
    }
    Played played = handling.played(true);
    logbook.add(played);
    return new Outcome(
        true,
        new Debrief(handling.here(), played, handling.worth(), handling.did(), List.of()).text());
  }

  @Override
  public View view() {
    return over
        ? View.empty().note(Tone.GOOD, "Resolved.").printed("# debrief", words)
        : View.empty().note(Tone.BAD, words);
  }
}
