package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes assignments among words. */
final class Assignments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private Assignments() {}

  /** The word as an assignment, if it begins with an unquoted {@code NAME=}. */
  static Optional<ShellCommand.Assignment> parse(Word word, Grammar grammar) {
    String text = firstPlain(word);
    Matcher name = NAME.matcher(text);
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    Word rest = without(word, name.end());
    if (grammar != Grammar.BASH) {
      return text.startsWith("=", name.end())
          ? Optional.of(of(name.group(), Optional.empty(), ShellCommand.Mode.SET, without(rest, 1)))
          : Optional.empty();
    }
    Optional<Split> subscript = subscript(rest);
    Word end = subscript.map(Split::after).orElse(rest);
    Optional<Word> key = subscript.map(Split::inside);
    String operator = firstPlain(end);
    if (operator.startsWith("+=")) {
      return Optional.of(of(name.group(), key, ShellCommand.Mode.APPEND, without(end, 2)));
    }
    return operator.startsWith("=")
        ? Optional.of(of(name.group(), key, ShellCommand.Mode.SET, without(end, 1)))
        : Optional.empty();
  }

  private static ShellCommand.Assignment of(
      String name, Optional<Word> subscript, ShellCommand.Mode mode, Word value) {
    return new ShellCommand.Assignment(new Word.Reference(name, subscript), mode, value);
  }

  /** An element between the parentheses of an array: {@code [key]=value} or a value. */
  static Word.Element element(Word word) {
    Optional<Split> subscript = subscript(word);
    return subscript.isPresent() && firstPlain(subscript.get().after()).startsWith("=")
        ? new Word.Element(
            Optional.of(subscript.get().inside()), without(subscript.get().after(), 1))
        : new Word.Element(Optional.empty(), word);
  }

  /** The part between the brackets at a word's start, and the rest. */
  private record Split(Word inside, Word after) {}

  private static Optional<Split> subscript(Word word) {
    if (!firstPlain(word).startsWith("[")) {
      return Optional.empty();
    }
    List<Word.Part> parts = without(word, 1).parts();
    int open = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Word.Literal literal && literal.quoting() == Quoting.NONE) {
        for (int at = 0; at < literal.text().length(); at++) {
          char c = literal.text().charAt(at);
          if (c == ']' && open == 0) {
            return Optional.of(split(parts, i, at));
          }
          open += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
      }
    }
    return Optional.empty();
  }

  private static Split split(List<Word.Part> parts, int index, int at) {
    String text = ((Word.Literal) parts.get(index)).text();
    List<Word.Part> inside = new ArrayList<>(parts.subList(0, index));
    inside.add(new Word.Literal(text.substring(0, at), Quoting.NONE));
    List<Word.Part> after = new ArrayList<>(parts.subList(index, parts.size()));
    after.set(0, new Word.Literal(text.substring(at + 1), Quoting.NONE));
    return new Split(new Word(withoutEmpty(inside)), new Word(List.copyOf(after)));
  }

  private static List<Word.Part> withoutEmpty(List<Word.Part> parts) {
    return parts.stream().filter(part -> !part.equals(new Word.Literal("", Quoting.NONE))).toList();
  }

  private static String firstPlain(Word word) {
    return !word.parts().isEmpty()
            && word.parts().getFirst() instanceof Word.Literal first
            && first.quoting() == Quoting.NONE
        ? first.text()
        : "";
  }

  /** The word without the first characters of its first part. */
  private static Word without(Word word, int characters) {
    List<Word.Part> parts = new ArrayList<>(word.parts());
    String text = firstPlain(word).substring(characters);
    parts.set(0, new Word.Literal(text, Quoting.NONE));
    return new Word(List.copyOf(parts));
  }
}
