package dev.cnilab.userland.shell.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A word before its expansion. */
public record Word(List<Part> parts) {

  /** A word that consists only of this unquoted text. */
  public static Word of(String text) {
    return new Word(List.of(new Literal(text, Quoting.NONE)));
  }

  /** The word with quoted text appended. */
  public Word followedBy(String text) {
    List<Part> all = new ArrayList<>(parts);
    all.add(new Literal(text, Quoting.QUOTED));
    return new Word(List.copyOf(all));
  }

  /** Its text if no part is quoted or expanded, otherwise "". */
  public String plain() {
    return parts.size() == 1
            && parts.getFirst() instanceof Literal only
            && only.quoting() == Quoting.NONE
        ? only.text()
        : "";
  }

  /** Whether a part is quoted by double quotes, single quotes or a backslash. */
  public enum Quoting {
    NONE,
    QUOTED
  }

  /** A piece of a word. */
  public sealed interface Part {}

  /** Literal text. */
  public record Literal(String text, Quoting quoting) implements Part {}

  /** The subject of an expansion: a parameter, or an array element of bash. */
  public record Reference(String name, Optional<Word> subscript) {
    /** Whether it denotes all positional parameters, or all elements of an array. */
    public boolean isList() {
      return isAll(subscript.map(Word::plain).orElse(name));
    }

    /** Whether its values are joined when it is quoted. */
    public boolean joins() {
      return subscript.map(Word::plain).orElse(name).equals("*");
    }

    private static boolean isAll(String text) {
      return text.equals("@") || text.equals("*");
    }
  }

  /**
   * {@code $name} or <code>${name op argument}</code>.
   *
   * @param operator "" for none, "length" for <code>${#name}</code>, "!" for <code>${!name}</code>,
   *     otherwise as written: {@code :-} {@code %%} ...
   * @param arguments what follows the operator: none, one, or a pattern and its replacement
   */
  public record Parameter(Reference of, String operator, List<Word> arguments, Quoting quoting)
      implements Part {
    /** The first argument; an empty word if there is none. */
    public Word argument() {
      return arguments.isEmpty() ? new Word(List.of()) : arguments.getFirst();
    }
  }

  /** {@code (value [key]=value …)}: the values of an array assignment. */
  public record Elements(List<Element> all) implements Part {}

  /** An element, or a word that expands to several. */
  public record Element(Optional<Word> key, Word value) {}

  /** An assignment among the arguments of {@code declare} and its like. */
  public record Declared(ShellCommand.Assignment assignment) implements Part {}

  /** {@code <(script)} and {@code >(script)}. */
  public record ProcessSubstitution(ShellCommand script, Direction direction) implements Part {}

  /** What the other end of a {@link ProcessSubstitution} does with its file. */
  public enum Direction {
    READ,
    WRITE
  }

  /** {@code $(script)} or {@code `script`}. */
  public record Substitution(ShellCommand script, Quoting quoting) implements Part {}

  /** {@code $((expression))}. */
  public record Arithmetic(Word expression, Quoting quoting) implements Part {}

  /**
   * An invalid <code>${...}</code>, which is an error only when it is expanded.
   *
   * @param text as written
   */
  public record BadSubstitution(String text) implements Part {}
}
