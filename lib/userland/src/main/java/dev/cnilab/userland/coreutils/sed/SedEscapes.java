package dev.cnilab.userland.coreutils.sed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The escapes of GNU sed: characters by number, {@code \xHH}, {@code \dNNN} and {@code \oNNN},
 * control characters, {@code \cX}, and letters; its manual's chapter "Escapes".
 */
final class SedEscapes {
  private static final String LETTERS = "afnrtv";
  private static final String MEANT = "\u0007\f\n\r\t\u000b";
  private static final int CONTROL = 0x40;

  private final String text;
  private final String special;
  private final StringBuilder plain = new StringBuilder();
  private int at;

  private SedEscapes(String text, String special) {
    this.text = text;
    this.special = special;
  }

  /**
   * The text with escapes replaced by their characters.
   *
   * @param special characters that stay escaped because they would otherwise have a meaning; none
   *     in a regular expression, where {@code \\x2e} matches any character
   */
  static String resolved(String text, String special) {
    return text.indexOf('\\') < 0 ? text : new SedEscapes(text, special).resolve();
  }

  private String resolve() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\\' || at == text.length()) {
        plain.append(c);
      } else if (LETTERS.indexOf(text.charAt(at)) >= 0) {
        plain.append(MEANT.charAt(LETTERS.indexOf(text.charAt(at++))));
      } else if (!control() && !numbers()) {
        plain.append(c).append(text.charAt(at++));
      }
    }
    return plain.toString();
  }

  private boolean control() {
    if (text.charAt(at) != 'c' || at + 1 == text.length()) {
      return false;
    }
    put(String.valueOf((char) (Character.toUpperCase(text.charAt(at + 1)) ^ CONTROL)));
    at += 2;
    return true;
  }

  /** Replaces escapes by number; several in a row may be the bytes of one character. */
  private boolean numbers() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    at--;
    for (int next = number(); next >= 0; next = number()) {
      bytes.write(next);
    }
    if (bytes.size() == 0) {
      at++;
    }
    put(bytes.toString(StandardCharsets.UTF_8));
    return bytes.size() > 0;
  }

  /** Consumes an escaped byte; -1 if there is none here. */
  private int number() {
    if (!text.startsWith("\\", at) || at + 2 >= text.length()) {
      return -1;
    }
    char base = text.charAt(at + 1);
    int radix = base == 'x' ? 16 : base == 'd' ? 10 : base == 'o' ? 8 : 0;
    int end = at + 2;
    while (end < text.length()
        && end < at + (radix == 16 ? 4 : 5)
        && radix > 0
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == at + 2) {
      return -1;
    }
    int value = Integer.parseInt(text.substring(at + 2, end), radix);
    at = end;
    return value & 0xff;
  }

  private void put(String meant) {
    boolean isSpecial = meant.length() == 1 && special.contains(meant);
    plain.append(isSpecial ? "\\" : "").append(meant);
  }
}
