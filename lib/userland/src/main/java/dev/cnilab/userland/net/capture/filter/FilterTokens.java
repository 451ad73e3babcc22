package dev.cnilab.userland.net.capture.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words and signs of a filter expression, consumed one by one. */
final class FilterTokens {
  private static final Pattern TOKEN =
      Pattern.compile("&&|\\|\\||<<|>>|[!=<>]=|[()\\[\\]!&=<>|]|[^\\s()\\[\\]!&=<>|]+");

  /** What a word consists of where a number is expected: names of constants contain a minus. */
  private static final Pattern PART = Pattern.compile("(?:icmp|tcp)-[a-z]+|[-+*/%^:]|[^-+*/%^:]+");

  private final List<String> tokens;
  private int at;

  FilterTokens(String expression) {
    this.tokens =
        new ArrayList<>(TOKEN.matcher(expression).results().map(MatchResult::group).toList());
  }

  boolean isAtEnd() {
    return at == tokens.size();
  }

  /** The next token without consuming it; empty at the end. */
  String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** The token after the next one; empty if there is none. */
  String afterNext() {
    return at + 1 < tokens.size() ? tokens.get(at + 1) : "";
  }

  /** Splits the next token into numbers, names and operators, which need no spaces between them. */
  void splitNext() {
    if (!isAtEnd()) {
      String word = tokens.remove(at);
      tokens.addAll(at, PART.matcher(word).results().map(MatchResult::group).toList());
    }
  }

  /** The position of the next token. */
  int position() {
    return at;
  }

  /** Goes back to a position. */
  void goTo(int position) {
    at = position;
  }

  /**
   * Consumes the next token.
   *
   * @throws FilterSyntaxException at the end
   */
  String next() throws FilterSyntaxException {
    if (at >= tokens.size()) {
      throw new FilterSyntaxException();
    }
    return tokens.get(at++);
  }

  /** Consumes the next token if it is one of these. */
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
   * A number in C syntax.
   *
   * @throws FilterSyntaxException if the word is not a number
   */
  static int number(String word) throws FilterSyntaxException {
    try {
      return Integer.decode(word);
    } catch (NumberFormatException notANumber) {
      throw new FilterSyntaxException();
    }
  }
}
