package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;

/** <code>${name/pattern/text}</code>; bash(1), Pattern Substitution. */
final class Replacement {
  private Replacement() {}

  /**
   * Replaces the longest match of a pattern.
   *
   * @param operator {@code /} for the first match, {@code //} for all, {@code /#} for one at the
   *     start, {@code /%} for one at the end
   * @param text the replacement, in which {@code &} stands for the match unless escaped by a
   *     backslash
   */
  static String apply(String operator, CharSequence value, String pattern, String text) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at <= value.length()) {
      int end = operator.equals("/#") && at > 0 ? -1 : end(operator, value, pattern, at);
      if (end >= 0) {
        result.append(filled(text, value.subSequence(at, end)));
        if (!operator.equals("//")) {
          return result.append(value, end, value.length()).toString();
        }
      }
      if (end > at) {
        at = end;
      } else {
        result.append(value, at, Math.min(at + 1, value.length()));
        at++;
      }
    }
    return result.toString();
  }

  /** The end of the longest match that begins at {@code start}; -1 if there is none. */
  private static int end(String operator, CharSequence value, String pattern, int start) {
    if (operator.equals("/%")) {
      return ShellPattern.matches(pattern, value, start) ? value.length() : -1;
    }
    int end = ShellPattern.longest(pattern, value, start);
    return end > start || operator.equals("/#") ? end : -1;
  }

  private static String filled(String text, CharSequence match) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "&\\".indexOf(text.charAt(i + 1)) >= 0) {
        filled.append(text.charAt(++i));
      } else {
        filled.append(c == '&' ? match : String.valueOf(c));
      }
    }
    return filled.toString();
  }
}
