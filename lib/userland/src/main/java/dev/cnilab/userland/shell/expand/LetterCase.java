package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;
import java.util.Locale;

/** <code>${name^pattern}</code> and the like; bash(1), Case modification. */
final class LetterCase {
  private LetterCase() {}

  /**
   * Changes the case of the first letter or of all.
   *
   * @param operator one of {@code ^ ^^ , ,,}; doubled means all
   * @param pattern matches the letters to change; "" for any
   */
  static String apply(String operator, String value, String pattern) {
    StringBuilder result = new StringBuilder(value);
    int end = operator.length() == 2 ? value.length() : Math.min(1, value.length());
    for (int i = 0; i < end; i++) {
      String letter = value.substring(i, i + 1);
      if (pattern.isEmpty() || ShellPattern.matches(pattern, letter)) {
        result.setCharAt(
            i,
            operator.startsWith("^")
                ? letter.toUpperCase(Locale.ROOT).charAt(0)
                : letter.toLowerCase(Locale.ROOT).charAt(0));
      }
    }
    return result.toString();
  }
}
