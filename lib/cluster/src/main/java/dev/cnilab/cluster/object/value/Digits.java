package dev.cnilab.cluster.object.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads numbers of any length and exponent at a small price: few of their digits count. */
final class Digits {
  /** A number that has more digits before its point is taken for the smallest such number. */
  static final int MOST_BEFORE_POINT = 64;

  /** Digits farther behind the point count only as more than nothing. */
  private static final int MOST_BEHIND_POINT = 64;

  private static final Pattern ZEROS = Pattern.compile("^0++");

  private Digits() {}

  /** The number {@code whole.fraction} times ten to the power of the exponent. */
  static BigDecimal number(String whole, String fraction, long exponent) {
    String digits = ZEROS.matcher(whole + fraction).replaceFirst("");
    if (digits.isEmpty()) {
      return BigDecimal.ZERO;
    }
    long beforePoint = digits.length() - fraction.length() + exponent;
    if (beforePoint > MOST_BEFORE_POINT) {
      return BigDecimal.ONE.scaleByPowerOfTen(MOST_BEFORE_POINT);
    }
    if (beforePoint < -MOST_BEHIND_POINT) {
      return BigDecimal.ONE.scaleByPowerOfTen(-MOST_BEHIND_POINT);
    }
    int kept = (int) Math.min(digits.length(), beforePoint + MOST_BEHIND_POINT);
    boolean exact = ZEROS.matcher(digits.substring(kept)).replaceFirst("").isEmpty();
    String unscaled = digits.substring(0, kept) + (exact ? "" : "1");
    return new BigDecimal(new BigInteger(unscaled), (int) (unscaled.length() - beforePoint));
  }
}
