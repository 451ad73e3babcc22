package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import java.util.List;

/** Numeric arguments of builtins. */
public final class NumericArguments {
  private NumericArguments() {}

  /** The builtin's first argument as a non-negative number. */
  public static int first(List<String> words, int otherwise) throws ShellException {
    return words.size() < 2 ? otherwise : parse(words.get(1));
  }

  /** A non-negative number of at most nine digits. */
  public static int parse(String text) throws ShellException {
    if (!text.matches("[0-9]{1,9}")) {
      throw new ShellException(2, "Illegal number: " + text);
    }
    return Integer.parseInt(text);
  }
}
