package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Word.Quoting;
import java.util.ArrayList;
import java.util.List;

/** Joins the parts of a word that is being read: text of the same quoting to one part. */
final class WordBuilder {
  private final List<Word.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Quoting quoting = Quoting.NONE;

  void plain(int c) {
    literal(String.valueOf((char) c), Quoting.NONE);
  }

  void quoted(String more) {
    literal(more, Quoting.QUOTED);
  }

  void literal(String more, Quoting how) {
    if (how != quoting) {
      flush();
      quoting = how;
    }
    text.append(more);
    if (more.isEmpty() && text.isEmpty()) {
      parts.add(new Word.Literal("", how));
    }
  }

  void add(Word.Part part) {
    flush();
    parts.add(part);
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Word.Literal(text.toString(), quoting));
      text.setLength(0);
    }
  }

  Word word() {
    flush();
    return new Word(List.copyOf(parts));
  }
}
