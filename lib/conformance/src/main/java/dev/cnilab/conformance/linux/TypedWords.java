package dev.cnilab.conformance.linux;

import java.util.ArrayList;
import java.util.List;

/** Splits a command into words like a shell that only knows quotes. */
final class TypedWords {
  private final String text;
  private int at;

  private TypedWords(String text) {
    this.text = text;
  }

  /**
   * The words of a command.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> split(String command) {
    TypedWords words = new TypedWords(command);
    List<String> found = new ArrayList<>();
    for (words.skipSpaces(); words.at < command.length(); words.skipSpaces()) {
      found.add(words.next());
    }
    return found;
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String next() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      char c = text.charAt(at++);
      switch (c) {
        case '\'' -> single(word);
        case '"' -> dual(word);
        case '\\' -> word.append(at < text.length() ? text.charAt(at++) : c);
        default -> word.append(c);
      }
    }
    return word.toString();
  }

  private void single(StringBuilder word) {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw unclosed('\'');
    }
    word.append(text, at, end);
    at = end + 1;
  }

  private void dual(StringBuilder word) {
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      boolean escape = c == '\\' && at < text.length() && "\\\"$`".indexOf(text.charAt(at)) >= 0;
      word.append(escape ? text.charAt(at++) : c);
    }
    if (at == text.length()) {
      throw unclosed('"');
    }
    at++;
  }

  private IllegalArgumentException unclosed(char quote) {
    return new IllegalArgumentException(
        "the quote " + quote + " is not closed in: " + text + " (close it, or escape it with \\)");
  }
}
