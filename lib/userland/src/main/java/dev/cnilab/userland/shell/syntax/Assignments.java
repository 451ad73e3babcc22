package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Command;
import dev.cnilab.userland.shell.tree.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells assignments from other words. */
final class Assignments {
  private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)=");

  private Assignments() {}

  /** The word as an assignment, if it begins with an unquoted {@code NAME=}. */
  static Optional<Command.Assignment> parse(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().getFirst() instanceof Word.Literal first)
        || first.quoting() == Word.Quoting.QUOTED) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(first.text());
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    List<Word.Part> value = new ArrayList<>(word.parts());
    value.set(0, new Word.Literal(first.text().substring(name.end()), Word.Quoting.NONE));
    return Optional.of(new Command.Assignment(name.group(1), new Word(value)));
  }
}
