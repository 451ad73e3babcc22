package dev.cnilab.userland.net.capture.text;

import java.util.Locale;

/** The bytes of a packet as {@code -x}, {@code -X} and {@code -A} print them. */
public final class HexText {
  private static final int LINE = 16;

  private HexText() {}

  /** Lines of 16 bytes in hexadecimal, as {@code -x} prints them. */
  public static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int start = 0; start < bytes.length; start += LINE) {
      text.append(offset(start)).append(digits(bytes, start)).append('\n');
    }
    return text.toString();
  }

  /** Lines of 16 bytes in hexadecimal with the text beside them, as {@code -X} prints them. */
  public static String hexAndText(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int start = 0; start < bytes.length; start += LINE) {
      text.append(offset(start));
      text.append(String.format(Locale.ROOT, "%-41s", digits(bytes, start))).append(' ');
      for (int i = start; i < Math.min(bytes.length, start + LINE); i++) {
        text.append(printable(bytes[i]));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String offset(int start) {
    return String.format(Locale.ROOT, "\t0x%04x: ", start);
  }

  /** The bytes of the line that begins there, in pairs. */
  private static String digits(byte[] bytes, int start) {
    int end = Math.min(bytes.length, start + LINE);
    StringBuilder line = new StringBuilder();
    for (int i = start; i < end; i += 2) {
      line.append(' ').append(String.format(Locale.ROOT, "%02x", bytes[i]));
      if (i + 1 < end) {
        line.append(String.format(Locale.ROOT, "%02x", bytes[i + 1]));
      }
    }
    return line.toString();
  }

  /** The bytes as text, with dots for unprintable ones. */
  public static String ascii(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      if (each == '\n' || each == '\t') {
        text.append((char) each);
      } else if (each != '\r') {
        text.append(printable(each));
      }
    }
    return text.append('\n').toString();
  }

  private static char printable(byte octet) {
    return octet >= ' ' && octet < 127 ? (char) octet : '.';
  }
}
