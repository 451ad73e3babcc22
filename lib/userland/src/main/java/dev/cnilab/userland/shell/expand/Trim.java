package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.ShellPattern;

/** Takes the part of a value away that a pattern matches at its start or end. */
final class Trim {
  private Trim() {}

  /**
   * Applies an operator.
   *
   * @param operator one of {@code # ## % %%}; twice means as much as possible
   */
  static String apply(String operator, String value, String pattern) {
    boolean prefix = operator.startsWith("#");
    boolean longest = operator.length() == 2;
    for (int i = 0; i <= value.length(); i++) {
      int length = longest ? value.length() - i : i;
      int cut = prefix ? length : value.length() - length;
      String part = prefix ? value.substring(0, cut) : value.substring(cut);
      if (ShellPattern.matches(pattern, part)) {
        return prefix ? value.substring(cut) : value.substring(0, cut);
      }
    }
    return value;
  }
}
