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
 * @param word what to say to it
 */
public record Prediction(Question question, String letter, String word) implements Shown {

  /** The prediction counts from now on. */
  public static Prediction noted(Question question, String letter) {
    return new Prediction(question, letter, "Noted. Run on and see.");
  }

  /** There is none yet: what was given is no letter of an answer. */
  public static Prediction asking(Question question, String given) {
    return new Prediction(
        question,
        "",
        given.equals("?")
            ? "Replace the `?` with a letter and run the cell: a guess is better than none."
            : "\"%s\" is not one of the answers; use %s."
                .formatted(given, String.join(", ", question.letters())));
  }

  /** The verdict has been seen, so nothing can be predicted any more. */
  public static Prediction afterwards(Question question, String letter) {
    return new Prediction(
        question,
        letter,
        letter.isEmpty()
            ? "You have seen the verdict, so it is too late to predict."
            : "You have seen the verdict, so your prediction stays " + letter + ".");
  }

  /** What the web site reads: it asks without an answer. */
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
