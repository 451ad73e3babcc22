package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.state.ShellState;
import java.util.List;

/** {@code set}: options and positional parameters. */
final class SetOptions implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws ShellException {
    if (words.size() == 1 && shell.state().dialect() == ShellDialect.BASH) {
      Declare.printAll(shell);
      return 0;
    } else if (words.size() == 1) {
      shell
          .state()
          .variables()
          .values()
          .forEach(
              (name, value) ->
                  shell.process().out().println(name + "='" + value.replace("'", "'\"'\"'") + "'"));
      return 0;
    }
    int operands = apply(shell.state(), words, 1);
    if (operands < words.size() || words.getLast().equals("--")) {
      shell.state().setPositional(words.subList(operands, words.size()));
    }
    return 0;
  }

  /** Applies options from a word on; returns the index of the first word that is not one. */
  private static int apply(ShellState state, List<String> words, int first) throws ShellException {
    int at = first;
    while (at < words.size() && words.get(at).matches("(?s)[-+].+")) {
      String word = words.get(at++);
      if (word.equals("--")) {
        break;
      }
      boolean on = word.startsWith("-");
      for (int i = 1; i < word.length(); i++) {
        if (word.charAt(i) == 'o' && at < words.size()) {
          change(state, ShellOption.named(words.get(at++), state.dialect()), on);
        } else {
          change(state, ShellOption.lettered(word.charAt(0), word.charAt(i), state.dialect()), on);
        }
      }
    }
    return at;
  }

  private static void change(ShellState state, ShellOption option, boolean on) {
    if (on) {
      state.options().add(option);
    } else {
      state.options().remove(option);
    }
  }
}
