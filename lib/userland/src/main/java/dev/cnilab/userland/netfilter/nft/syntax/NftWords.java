package dev.cnilab.userland.netfilter.nft.syntax;

import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text, read from left to right. */
public final class NftWords {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|[dhms]|)");

  private final List<NftToken> tokens;
  private int at;

  public NftWords(List<NftToken> tokens) {
    this.tokens = tokens;
  }

  /** A copy from here on, for looking ahead. */
  public NftWords copy() {
    NftWords copy = new NftWords(tokens);
    copy.at = at;
    return copy;
  }

  public NftToken peek() {
    return tokens.get(at);
  }

  /** The word that was consumed last. */
  public NftToken last() {
    return tokens.get(Math.max(0, at - 1));
  }

  public NftToken next() {
    NftToken token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  /** The word consumed before the last one. */
  public NftToken secondLast() {
    return tokens.get(Math.max(0, at - 2));
  }

  public boolean isAt(String word) {
    return peek().is(word);
  }

  /** Consumes the next word if it is this one. */
  public boolean take(String word) {
    if (!isAt(word)) {
      return false;
    }
    next();
    return true;
  }

  public void expect(String word) {
    if (!take(word)) {
      throw NftFailure.unexpected(peek(), word.matches("\\w+") ? word : "'" + word + "'");
    }
  }

  /** Whether a command ends here. */
  public boolean isAtEnd() {
    return isAt(";") || isAt("}") || peek().kind() == Kind.NEWLINE || peek().kind() == Kind.END;
  }

  /** Skips command separators. */
  public void skipSeparators() {
    while (isAt(";") || peek().kind() == Kind.NEWLINE) {
      next();
    }
  }

  public void skipNewlines() {
    while (peek().kind() == Kind.NEWLINE) {
      next();
    }
  }

  /** A name. */
  public NftToken name() {
    boolean word = peek().kind() == Kind.STRING && !Keywords.ALL.contains(peek().text());
    if (!word && peek().kind() != Kind.QUOTED) {
      throw NftFailure.unexpected(peek(), "string");
    }
    return next();
  }

  /** A name, or any word that is not a sign. */
  public NftToken word() {
    if (peek().kind() != Kind.STRING && peek().kind() != Kind.QUOTED) {
      throw NftFailure.unexpected(peek(), "string");
    }
    return next();
  }

  /** A number from 0 to a limit. */
  public long number(long limit) {
    if (peek().kind() != Kind.NUMBER) {
      throw NftFailure.unexpected(peek(), "number");
    }
    NftToken token = next();
    long value = value(token);
    if (value < 0 || value > limit) {
      throw new NftFailure(
          token, "Value " + token.text() + " exceeds valid range 0-" + Long.toString(limit));
    }
    return value;
  }

  static long value(NftToken token) {
    String text = token.text();
    try {
      return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    } catch (NumberFormatException tooLong) {
      return -1;
    }
  }

  /** A duration; a plain number is in seconds. */
  public Duration time() {
    NftToken token = next();
    Matcher part = TIME.matcher(token.text());
    Duration time = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long count = Long.parseLong(part.group(1));
      time =
          time.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofSeconds(count);
              });
      end = part.end();
    }
    if (end == 0 || end != token.text().length()) {
      throw NftFailure.unexpected(token, "string");
    }
    return time;
  }
}
