package dev.cnilab.userland.shell.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The escapes of <code>$'…'</code> (bash(1), QUOTING). */
final class Escapes {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|c(.)|(.))", Pattern.DOTALL);

  private Escapes() {}

  static String resolve(String text) {
    return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meaning(found)));
  }

  private static String meaning(java.util.regex.MatchResult found) {
    if (found.group(1) != null) {
      return "" + (char) (Integer.parseInt(found.group(1), 8) & 0xff);
    } else if (found.group(2) != null || found.group(3) != null) {
      String digits = found.group(2) != null ? found.group(2) : found.group(3);
      return "" + (char) Integer.parseInt(digits, 16);
    } else if (found.group(4) != null) {
      return "" + (char) (found.group(4).charAt(0) & 0x1f);
    }
    return switch (found.group(5)) {
      case "a" -> "\u0007";
      case "b" -> "\b";
      case "e", "E" -> "\u001b";
      case "f" -> "\f";
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      case "v" -> "\u000b";
      case "\\", "'", "\"", "?" -> found.group(5);
      default -> found.group();
    };
  }
}
