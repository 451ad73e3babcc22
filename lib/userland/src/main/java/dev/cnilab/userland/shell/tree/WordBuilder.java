package dev.cnilab.userland.shell.tree;

import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.util.ArrayList;
import java.util.List;

/** Joins the parts of a word that is being read: text of the same quoting to one part. */
public final class WordBuilder {
  private final List<Word.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Quoting quoting = Quoting.NONE;

  /** An unquoted character. */
  public void plain(int c) {
    literal(String.valueOf((char) c), Quoting.NONE);
  }

  /** Quoted text. */
  public void quoted(String more) {
    literal(more, Quoting.QUOTED);
  }

  /** Text of either quoting. */
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

  /** An expansion. */
  public void add(Word.Part part) {
    flush();
    parts.add(part);
  }

  /** All that was added, if it is nothing but unquoted text, else "". */
  public String plainSoFar() {
    return parts.isEmpty() && quoting == Quoting.NONE ? text.toString() : "";
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Word.Literal(text.toString(), quoting));
      text.setLength(0);
    }
  }

  /** The word of all that was added. */
  public Word word() {
    flush();
    return new Word(List.copyOf(parts));
  }
}
