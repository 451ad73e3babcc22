package dev.cnilab.lab.question;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.Map;

/**
 * A prediction beside what the cluster showed.
 *
 * @param predicted the learner's letter; empty if there was none
 * @param before the letter that the cluster showed at an earlier verdict; empty if there was none
 */
public record Verdict(Question question, String predicted, Observation observation, String before)
    implements Shown {

  /** The data for the web site: which answer was right. */
  private static final String MIME = "application/vnd.cnilab.verdict+json";

  public boolean right() {
    return !predicted.isEmpty() && predicted.equals(letter());
  }

  /** What the cluster shows, or has shown when the failure was still there. */
  private String letter() {
    return observation.letter().isEmpty() ? before : observation.letter();
  }

  @Override
  public View view() {
    boolean over = observation.letter().isEmpty() && !before.isEmpty();
    View view =
        View.empty()
            .note(
                (over ? "The cluster does not show it any more: " : "The cluster shows: ")
                    + observation.evidence());
    if (letter().isEmpty()) {
      return view.note(Tone.WARNING, "There is nothing to compare yet: run the cells above first.");
    }
    String shown = letter() + ", " + question.option(letter());
    if (predicted.isEmpty()) {
      return view.note("So it is " + shown + ". You made no prediction this time.");
    }
    return right()
        ? view.note(Tone.GOOD, "Your prediction came true: " + shown + ".")
        : view.note(
            Tone.WARNING,
            "Not this time. You expected %s, %s. It is %s. Read on to see why."
                .formatted(predicted, question.option(predicted), shown));
  }

  @Override
  public Map<String, Object> data() {
    if (observation.letter().isEmpty()) {
      return Map.of();
    }
    return Map.of(
        MIME,
        Map.of(
            "question", question.text(),
            "letter", observation.letter(),
            "answer", question.option(observation.letter()),
            "evidence", observation.evidence()));
  }
}
