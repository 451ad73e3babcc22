package dev.cnilab.userland.awk.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Backslashes in texts; mawk keeps those before characters that need none. */
public final class StringLiterals {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([0-7]{1,3})|(.))", Pattern.DOTALL);
  private static final String KNOWN = "\"\\abfnrtvx\n";
  private static final String LETTERS = "abfnrtv";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000B";

  private StringLiterals() {}

  /** A literal whose superfluous backslashes the library keeps too. */
  static String kept(String literal) {
    return ESCAPE
        .matcher(literal)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) != null || KNOWN.contains(escape.group(2))
                        ? escape.group()
                        : "\\\\" + escape.group(2)));
  }

  /** The value of a text in an assignment on the command line. */
  public static String value(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    meaning(escape.group(1), escape.group(2), escape.group())));
  }

  private static String meaning(String octal, String character, String escape) {
    if (octal != null) {
      return String.valueOf((char) (Integer.parseInt(octal, 8) & 0xff));
    }
    int letter = LETTERS.indexOf(character);
    if (letter >= 0) {
      return MEANINGS.substring(letter, letter + 1);
    }
    return "\"\\".contains(character) ? character : escape;
  }
}
