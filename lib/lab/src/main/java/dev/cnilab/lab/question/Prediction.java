package dev.cnilab.lab.question;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Map;

/**
 * A question and the learner's prediction.
 *
 * @param letter the prediction; empty if there is none yet
 * @param word the response to it
 */
public record Prediction(Question question, String letter, String word) implements Shown {

  /** A recorded prediction. */
  public static Prediction noted(Question question, String letter) {
    return new Prediction(question, letter, "Noted. Run on and see.");
  }

  /** No prediction yet: the given letter is not an answer. */
  public static Prediction asking(Question question, String given) {
    return new Prediction(
        question,
        "",
        given.equals("?")
            ? "Replace the `?` with a letter and run the cell: a guess is better than none."
            : "\"%s\" is not one of the answers; use %s."
                .formatted(given, String.join(", ", question.letters())));
  }

  /** The prediction after the verdict, when it can no longer be changed. */
  public static Prediction afterwards(Question question, String letter) {
    return new Prediction(
        question,
        letter,
        letter.isEmpty()
            ? "You have seen the verdict, so it is too late to predict."
            : "You have seen the verdict, so your prediction stays " + letter + ".");
  }

  /** The data for the web site, which asks without revealing the answer. */
  private static final String MIME = "application/vnd.cnilab.question+json";

  @Override
  public Map<String, Object> data() {
    return Map.of(MIME, Map.of("text", question.text(), "options", question.options()));
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            question.text(),
            List.of("", "answer", "your prediction"),
            question.letters(),
            each ->
                List.of(
                    Cell.of(each),
                    Cell.of(question.option(each)),
                    each.equals(letter) ? new Cell(Tone.WARNING, "this one") : Cell.of("")))
        .note(word);
  }
}
