package dev.cnilab.userland.shell.tree;

import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.util.ArrayList;
import java.util.List;

/** Builds a word from parts: adjacent text of the same quoting becomes one part. */
public final class WordBuilder {
  private final List<Word.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Quoting quoting = Quoting.NONE;

  /** Adds an unquoted character. */
  public void plain(int c) {
    literal(String.valueOf((char) c), Quoting.NONE);
  }

  /** Adds quoted text. */
  public void quoted(String more) {
    literal(more, Quoting.QUOTED);
  }

  /** Adds text of either quoting. */
  public void literal(String more, Quoting how) {
    if (how != quoting) {
      flush();
      quoting = how;
    }
    text.append(more);
    if (more.isEmpty() && text.isEmpty()) {
      parts.add(new Word.Literal("", how));
    }
  }

  /** Adds an expansion. */
  public void add(Word.Part part) {
    flush();
    parts.add(part);
  }

  /** The text so far if it is all unquoted, otherwise "". */
  public String plainSoFar() {
    return parts.isEmpty() && quoting == Quoting.NONE ? text.toString() : "";
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Word.Literal(text.toString(), quoting));
      text.setLength(0);
    }
  }

  /** The word with all parts added so far. */
  public Word word() {
    flush();
    return new Word(List.copyOf(parts));
  }
}
