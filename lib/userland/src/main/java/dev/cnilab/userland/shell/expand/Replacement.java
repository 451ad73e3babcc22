package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.ShellPattern;

/** <code>${name/pattern/text}</code>; bash(1), Pattern Substitution. */
final class Replacement {
  private Replacement() {}

  /**
   * Replaces what a pattern matches, as much as it can.
   *
   * @param operator {@code /} for the first match, {@code //} for all, {@code /#} for one at the
   *     start, {@code /%} for one at the end
   * @param text in which {@code &} stands for the match unless a backslash protects it
   */
  static String apply(String operator, String value, String pattern, String text) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at <= value.length()) {
      int end = operator.equals("/#") && at > 0 ? -1 : end(operator, value, pattern, at);
      if (end >= 0) {
        result.append(filled(text, value.substring(at, end)));
        if (!operator.equals("//")) {
          return result + value.substring(end);
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

  /** Where the longest match that begins there ends; -1 if there is none. */
  private static int end(String operator, String value, String pattern, int start) {
    int least = operator.equals("/%") ? value.length() : start;
    boolean mayBeEmpty = operator.equals("/#") || operator.equals("/%");
    for (int end = value.length(); end >= least; end--) {
      if ((end > start || mayBeEmpty)
          && ShellPattern.matches(pattern, value.substring(start, end))) {
        return end;
      }
    }
    return -1;
  }

  private static String filled(String text, String match) {
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
