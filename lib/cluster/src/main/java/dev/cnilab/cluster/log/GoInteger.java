package dev.cnilab.cluster.log;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses 64-bit integers, and refuses invalid ones, as Go's {@code strconv}. */
public final class GoInteger {
  private static final BigInteger UNSIGNED_END = BigInteger.TWO.pow(Long.SIZE);

  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger LEAST = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?<sign>[+-]?)(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)"
              + "|0[oO]?(?<octal>(?:_?[0-7])+)|(?<decimal>0|[1-9](?:_?[0-9])*))");
  private static final Map<String, Integer> RADIX =
      Map.of("hex", 16, "binary", 2, "octal", 8, "decimal", 10);

  private GoInteger() {}

  /**
   * The value of an integer literal of Go, such as {@code -10}, {@code 0x1F}, {@code 0b11}, {@code
   * 017} and {@code 1_000}, as {@code strconv.ParseInt} reads it with base 0; empty if it is none.
   */
  public static Optional<BigInteger> literal(String text) {
    Matcher literal = LITERAL.matcher(text);
    if (!literal.matches()) {
      return Optional.empty();
    }
    return RADIX.entrySet().stream()
        .filter(each -> literal.group(each.getKey()) != null)
        .findFirst()
        .map(
            each ->
                new BigInteger(
                    literal.group("sign") + literal.group(each.getKey()).replace("_", ""),
                    each.getValue()));
  }

  /** A number, or the end of the range of {@code int} that it is beyond. */
  public static int clamp(BigInteger number) {
    return number.min(MOST).max(LEAST).intValue();
  }

  /**
   * Parses a number with or without a sign.
   *
   * @throws NumberFormatException in the words of {@code strconv.ParseInt}
   */
  public static long parse(String text) {
    if (!text.matches("[+-]?[0-9]+")) {
      throw refused("ParseInt", text, "invalid syntax");
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() >= Long.SIZE) {
      throw refused("ParseInt", text, "value out of range");
    }
    return number.longValue();
  }

  /**
   * Parses a number without a sign. A value beyond the largest {@code long} becomes that.
   *
   * @throws NumberFormatException in the words of {@code strconv.ParseUint}
   */
  public static long parseUnsigned(String text) {
    if (!text.matches("[0-9]+")) {
      throw refused("ParseUint", text, "invalid syntax");
    }
    BigInteger number = new BigInteger(text);
    if (number.compareTo(UNSIGNED_END) >= 0) {
      throw refused("ParseUint", text, "value out of range");
    }
    return number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static NumberFormatException refused(String function, String text, String why) {
    return new NumberFormatException(
        "strconv." + function + ": parsing " + GoText.quote(text) + ": " + why);
  }
}
