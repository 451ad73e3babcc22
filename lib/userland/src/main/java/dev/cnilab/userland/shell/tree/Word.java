package dev.cnilab.userland.shell.tree;

import java.util.ArrayList;
import java.util.List;

/** A word before its expansion. */
public record Word(List<Part> parts) {

  /** A word that only consists of that text, unquoted. */
  public static Word of(String text) {
    return new Word(List.of(new Literal(text, Quoting.NONE)));
  }

  /** The same with more text, quoted, at its end. */
  public Word followedBy(String text) {
    List<Part> all = new ArrayList<>(parts);
    all.add(new Literal(text, Quoting.QUOTED));
    return new Word(List.copyOf(all));
  }

  /** Whether double quotes, single quotes or a backslash protect a part. */
  public enum Quoting {
    NONE,
    QUOTED
  }

  /** A piece of a word. */
  public sealed interface Part {}

  /** Text as it stands. */
  public record Literal(String text, Quoting quoting) implements Part {}

  /**
   * {@code $name} or <code>${name op argument}</code>.
   *
   * @param operator "" for none, "length" for <code>${#name}</code>, else as written: {@code :-}
   *     {@code %%} ...
   */
  public record Parameter(String name, String operator, Word argument, Quoting quoting)
      implements Part {}

  /** {@code $(script)} or {@code `script`}. */
  public record Substitution(Command script, Quoting quoting) implements Part {}

  /** {@code $((expression))}. */
  public record Arithmetic(Word expression, Quoting quoting) implements Part {}

  /** <code>${...}</code> that is none: an error, but only when it is expanded. */
  public record BadSubstitution() implements Part {}
}
