package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.pattern.RegexMatcher;
import java.util.Locale;

/** The replacements of the {@code sed} commands {@code s} and {@code y}. */
final class SedReplacement {
  private SedReplacement() {}

  /** {@code y}: replaces each mapped character. */
  static String transliterate(SedScript.Action.Transliterate map, String text) {
    StringBuilder mapped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int found = map.from().indexOf(text.charAt(i));
      mapped.append(found < 0 ? text.charAt(i) : map.to().charAt(found));
    }
    return mapped.toString();
  }

  /**
   * Appends the replacement: {@code &}, {@code \1}, {@code \n}, and case conversion by {@code \U \L
   * \E}, or by a small u or l for one character.
   */
  static void append(String replacement, RegexMatcher matcher, StringBuilder to) {
    char casing = 'E';
    char first = ' ';
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      String piece;
      if (c == '&') {
        piece = matcher.group();
      } else if (c == '\\' && i + 1 < replacement.length()) {
        char next = replacement.charAt(++i);
        if ("ULE".indexOf(next) >= 0) {
          casing = next;
          continue;
        } else if (next == 'u' || next == 'l') {
          first = next;
          continue;
        }
        piece = escaped(next, matcher);
      } else {
        piece = String.valueOf(c);
      }
      String cased = cased(piece, casing);
      if (first != ' ' && !cased.isEmpty()) {
        cased = cased(cased.substring(0, 1), Character.toUpperCase(first)) + cased.substring(1);
        first = ' ';
      }
      to.append(cased);
    }
  }

  private static String cased(String text, char casing) {
    return switch (casing) {
      case 'U' -> text.toUpperCase(Locale.ROOT);
      case 'L' -> text.toLowerCase(Locale.ROOT);
      default -> text;
    };
  }

  private static String escaped(char next, RegexMatcher matcher) {
    if (next >= '0' && next <= '9') {
      return matcher.group(next - '0');
    }
    return next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next);
  }
}
