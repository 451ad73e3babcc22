package dev.cnilab.userland.command.pattern;

import java.util.Optional;

/** A bracket expression of a {@link ShellPattern}, such as {@code [!a-z[:digit:]]}. */
final class Bracket {
  private Bracket() {}

  /** The position of the bracket that closes the one at {@code start}, if there is one. */
  static Optional<Integer> end(String pattern, int start) {
    int at = start + 1;
    if (at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^')) {
      at++;
    }
    for (int first = at; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == ']' && at > first) {
        return Optional.of(at);
      } else if (c == '\\') {
        at++;
      } else if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at + 2) > 0) {
        at = pattern.indexOf(":]", at + 2) + 1;
      }
    }
    return Optional.empty();
  }

  /** Whether the bracket expression with this content matches the character. */
  static boolean contains(String expression, char c) {
    boolean negated = expression.startsWith("!") || expression.startsWith("^");
    int at = negated ? 1 : 0;
    boolean found = false;
    while (at < expression.length()) {
      int close = expression.startsWith("[:", at) ? expression.indexOf(":]", at + 2) : -1;
      if (close > 0) {
        found |= isOfClass(expression.substring(at + 2, close), c);
        at = close + 2;
        continue;
      }
      at += escapes(expression, at);
      char low = expression.charAt(at++);
      char high = low;
      if (at + 1 < expression.length() && expression.charAt(at) == '-') {
        at++;
        at += escapes(expression, at);
        high = expression.charAt(at++);
      }
      found |= low <= c && c <= high;
    }
    return found != negated;
  }

  private static int escapes(String expression, int at) {
    return expression.charAt(at) == '\\' && at + 1 < expression.length() ? 1 : 0;
  }

  private static boolean isOfClass(String name, char c) {
    return switch (name) {
      case "alpha" -> Character.isLetter(c);
      case "digit" -> c >= '0' && c <= '9';
      case "alnum" -> Character.isLetterOrDigit(c);
      case "upper" -> Character.isUpperCase(c);
      case "lower" -> Character.isLowerCase(c);
      case "space" -> Character.isWhitespace(c);
      case "blank" -> c == ' ' || c == '\t';
      case "punct" -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
      case "xdigit" -> Character.digit(c, 16) >= 0;
      default -> false;
    };
  }
}
