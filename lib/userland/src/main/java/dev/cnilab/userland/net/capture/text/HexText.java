package dev.cnilab.userland.net.capture.text;

import java.util.Locale;

/** The bytes of a packet as {@code -x}, {@code -X} and {@code -A} print them. */
public final class HexText {
  private static final int LINE = 16;

  private HexText() {}

  /** Lines of 16 bytes in hexadecimal, optionally with the text beside them. */
  public static String hex(byte[] bytes, boolean withText) {
    StringBuilder text = new StringBuilder();
    for (int start = 0; start < bytes.length; start += LINE) {
      int end = Math.min(bytes.length, start + LINE);
      StringBuilder line = new StringBuilder();
      for (int i = start; i < end; i += 2) {
        line.append(' ').append(String.format(Locale.ROOT, "%02x", bytes[i]));
        if (i + 1 < end) {
          line.append(String.format(Locale.ROOT, "%02x", bytes[i + 1]));
        }
      }
      text.append(String.format(Locale.ROOT, "\t0x%04x: ", start));
      if (withText) {
        text.append(String.format(Locale.ROOT, "%-41s", line)).append(' ');
        for (int i = start; i < end; i++) {
          text.append(printable(bytes[i]));
        }
      } else {
        text.append(line);
      }
      text.append('\n');
    }
    return text.toString();
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
