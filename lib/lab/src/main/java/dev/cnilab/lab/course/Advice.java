package dev.cnilab.lab.course;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;

/** A short message to the learner, and code to paste if there is any. */
public record Advice(String text, String code) implements Shown {

  @Override
  public View view() {
    View words = View.empty().note(text);
    return code.isEmpty() ? words : words.printed("// paste this into a cell", code);
  }
}
