package dev.cnilab.cluster.cni.json;

import java.nio.charset.Charset;

/**
 * The bytes of a document, the position of Go's scanner, and the scanner's errors for the byte
 * there.
 */
final class ScannedBytes {
  private final byte[] data;
  private int at;

  ScannedBytes(byte[] data) {
    this.data = data;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == data.length;
  }

  void skip() {
    at++;
  }

  void back() {
    at--;
  }

  /** The text from a position up to here. */
  String since(int start, Charset charset) {
    return new String(data, start, at - start, charset);
  }

  /** Skips characters of a string that need no unescaping. */
  void skipPlain() {
    while (at < data.length && data[at] != '"' && data[at] != '\\' && peek() >= ' ') {
      at++;
    }
  }

  /** Takes the next byte that is not white space. */
  int nextSignificant() throws GoJsonException {
    skipSpace();
    if (at == data.length) {
      throw endOfInput();
    }
    return data[at++] & 0xFF;
  }

  void skipSpace() {
    while (at < data.length
        && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n')) {
      at++;
    }
  }

  /** The current byte; a space at the end, which is what Go's scanner feeds its state there. */
  int peek() {
    return at < data.length ? data[at] & 0xFF : ' ';
  }

  /** The error for the previous byte, which is not allowed here. */
  GoJsonException invalidPrevious(String context) {
    at--;
    return invalid(context);
  }

  /** The error for the current byte, which is not allowed here. */
  GoJsonException invalid(String context) {
    return new GoJsonException("invalid character " + quoted(peek()) + " " + context);
  }

  static GoJsonException endOfInput() {
    return new GoJsonException("unexpected end of JSON input");
  }

  /** Go's {@code quoteChar}: a byte taken for a rune. */
  private static String quoted(int c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      case '\\' -> "'\\\\'";
      case 7 -> "'\\a'";
      case '\b' -> "'\\b'";
      case '\f' -> "'\\f'";
      case '\n' -> "'\\n'";
      case '\r' -> "'\\r'";
      case '\t' -> "'\\t'";
      case 11 -> "'\\v'";
      default -> "'" + printable(c) + "'";
    };
  }

  private static String printable(int c) {
    if (c < ' ' || c == 0x7F) {
      return "\\x%02x".formatted(c);
    }
    boolean invisible = (c >= 0x80 && c <= 0xA0) || c == 0xAD;
    return invisible ? "\\u%04x".formatted(c) : Character.toString(c);
  }
}
