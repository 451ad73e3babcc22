package dev.cnilab.userland.shell;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The arguments of a shell. */
record ShellArguments(Source source, Set<ShellOption> options, List<String> operands) {

  /** The source of its script. */
  enum Source {
    COMMAND,
    FILE,
    STANDARD_INPUT
  }

  static ShellArguments parse(List<String> words, ShellDialect dialect) throws ShellException {
    Set<ShellOption> options = EnumSet.noneOf(ShellOption.class);
    Source source = Source.FILE;
    int at = 1;
    while (at < words.size() && words.get(at).matches("(?s)[-+].+")) {
      String word = words.get(at++);
      if (word.equals("--")) {
        break;
      }
      for (char letter : word.substring(1).toCharArray()) {
        switch (letter) {
          case 'c' -> source = Source.COMMAND;
          case 's' -> source = Source.STANDARD_INPUT;
          case 'i', 'l' -> {}
          case 'o' -> {
            if (at < words.size()) {
              options.add(ShellOption.named(words.get(at++), dialect));
            }
          }
          default -> options.add(ShellOption.lettered(word.charAt(0), letter, dialect));
        }
      }
    }
    List<String> operands = words.subList(at, words.size());
    if (source == Source.COMMAND && operands.isEmpty()) {
      throw new ShellException(2, "-c requires an argument");
    }
    return new ShellArguments(
        source == Source.FILE && operands.isEmpty() ? Source.STANDARD_INPUT : source,
        options,
        operands);
  }
}
