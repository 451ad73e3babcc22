package dev.cnilab.lab.question;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Map;

/**
 * A question, and what the learner expects.
 *
 * @param letter the prediction; empty if there is none yet
 */
public record Prediction(Question question, String letter) implements Shown {

  /** What the web site reads: it asks without an answer. */
  private static final String MIME = "application/vnd.cnilab.question+json";

  @Override
  public Map<String, Object> data() {
    return Map.of(MIME, Map.of("text", question.text(), "options", question.options()));
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                question.text(),
                List.of("", "answer", "your prediction"),
                question.letters(),
                each ->
                    List.of(
                        Cell.of(each),
                        Cell.of(question.option(each)),
                        each.equals(letter) ? new Cell(Tone.WARNING, "this one") : Cell.of("")));
    return letter.isEmpty()
        ? view.note("Replace the `?` with a letter and run the cell: a guess is better than none.")
        : view.note("Noted. Run on and see.");
  }
}
