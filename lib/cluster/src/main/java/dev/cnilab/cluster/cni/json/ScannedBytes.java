package dev.cnilab.cluster.cni.json;

import java.nio.charset.Charset;

/** The bytes of a document, where Go's scanner is in them, and what it says of the one there. */
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

  /** What was read from a place on. */
  String since(int start, Charset charset) {
    return new String(data, start, at - start, charset);
  }

  /** Passes over what stands for itself in a string. */
  void skipPlain() {
    while (at < data.length && data[at] != '"' && data[at] != '\\' && peek() >= ' ') {
      at++;
    }
  }

  /** Takes the next byte that is no space. */
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

  /** The byte at hand; a blank at the end, because Go's scanner asks that of its state there. */
  int peek() {
    return at < data.length ? data[at] & 0xFF : ' ';
  }

  /** The error that the byte before is not one that may be here. */
  GoJsonException invalidPrevious(String context) {
    at--;
    return invalid(context);
  }

  /** The error that the byte at hand is not one that may be here. */
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
