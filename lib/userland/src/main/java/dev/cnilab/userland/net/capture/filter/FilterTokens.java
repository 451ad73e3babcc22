package dev.cnilab.userland.net.capture.filter;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words and signs of a filter expression, taken one after the other. */
final class FilterTokens {
  private static final Pattern TOKEN =
      Pattern.compile("&&|\\|\\||[!=<>]=|[()\\[\\]!&=<>|]|[^\\s()\\[\\]!&=<>|]+");

  private final List<String> tokens;
  private int at;

  FilterTokens(String expression) {
    this.tokens = TOKEN.matcher(expression).results().map(MatchResult::group).toList();
  }

  boolean isAtEnd() {
    return at == tokens.size();
  }

  /** The next one, which stays; empty at the end. */
  String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** The one after the next; empty if there are not as many. */
  String afterNext() {
    return at + 1 < tokens.size() ? tokens.get(at + 1) : "";
  }

  /**
   * Takes the next one.
   *
   * @throws FilterSyntaxException at the end
   */
  String next() throws FilterSyntaxException {
    if (at >= tokens.size()) {
      throw new FilterSyntaxException();
    }
    return tokens.get(at++);
  }

  /** Takes the next one if it is one of these. */
  boolean take(String... words) {
    for (String word : words) {
      if (peek().equals(word)) {
        at++;
        return true;
      }
    }
    return false;
  }

  /**
   * A number as C writes it.
   *
   * @throws FilterSyntaxException if the word is none
   */
  static int number(String word) throws FilterSyntaxException {
    try {
      return Integer.decode(word);
    } catch (NumberFormatException notANumber) {
      throw new FilterSyntaxException();
    }
  }
}
