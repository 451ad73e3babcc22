package dev.cnilab.cluster.log;

import java.math.BigInteger;

/** Parses 64-bit integers, and refuses invalid ones, as Go's {@code strconv}. */
public final class GoInteger {
  private static final BigInteger UNSIGNED_END = BigInteger.TWO.pow(Long.SIZE);

  private GoInteger() {}

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
