package dev.cnilab.userland.coreutils.word;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text with backslash escapes, as bytes. */
public final class BackslashText {
  private final byte[] bytes;
  private final boolean endsOutput;

  private BackslashText(byte[] bytes, boolean endsOutput) {
    this.bytes = bytes;
    this.endsOutput = endsOutput;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Whether a {@code \c} in it ends the output. */
  boolean endsOutput() {
    return endsOutput;
  }

  /** Reads octal escapes as {@code \0nnn}. */
  static BackslashText ofEcho(String text) {
    return new Reader(text, 1).read();
  }

  /** Reads octal escapes as {@code \nnn}, as in a format. */
  public static BackslashText ofFormat(String text) {
    return new Reader(text, 0).read();
  }

  private static final class Reader {
    private final String text;
    private final int leadingZeros;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    Reader(String text, int leadingZeros) {
      this.text = text;
      this.leadingZeros = leadingZeros;
    }

    BackslashText read() {
      while (at < text.length()) {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\' || at == text.length()) {
          bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        } else if (text.charAt(at) == 'c') {
          return new BackslashText(bytes.toByteArray(), true);
        } else {
          escape(text.charAt(at++));
        }
      }
      return new BackslashText(bytes.toByteArray(), false);
    }

    private void escape(char c) {
      switch (c) {
        case 'a' -> bytes.write(7);
        case 'b' -> bytes.write('\b');
        case 'e' -> bytes.write(27);
        case 'f' -> bytes.write('\f');
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case 'v' -> bytes.write(11);
        case '\\' -> bytes.write('\\');
        case 'x' -> number(16, 2, "\\x");
        case '0' -> {
          at -= 1 - leadingZeros;
          number(8, 3, "\0");
        }
        case '1', '2', '3', '4', '5', '6', '7' -> {
          at--;
          number(8, 3, "");
        }
        default -> bytes.writeBytes(("\\" + c).getBytes(StandardCharsets.UTF_8));
      }
    }

    private void number(int radix, int digits, String otherwise) {
      int start = at;
      int value = 0;
      while (at < text.length()
          && at - start < digits
          && Character.digit(text.charAt(at), radix) >= 0) {
        value = value * radix + Character.digit(text.charAt(at++), radix);
      }
      bytes.writeBytes(
          at > start ? new byte[] {(byte) value} : otherwise.getBytes(StandardCharsets.UTF_8));
    }
  }
}
