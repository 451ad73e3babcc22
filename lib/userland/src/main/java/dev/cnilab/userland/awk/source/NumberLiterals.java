package dev.cnilab.userland.awk.source;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Writes numbers with an exponent or many digits as plain decimals with a point, because the
 * library reads {@code 1e3} as 1 and the variable e3.
 */
final class NumberLiterals {
  /** No double is larger or smaller than with this exponent. */
  private static final int MOST_EXPONENT = 400;

  private static final Pattern UNREADABLE =
      Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d+|\\d{18,}\\.?\\d*");

  private NumberLiterals() {}

  /** A token as it is, but for a number that the library cannot read. */
  static String plain(String token) {
    return UNREADABLE.matcher(token).matches() ? decimal(token) : token;
  }

  private static String decimal(String number) {
    BigDecimal value = new BigDecimal(number.replaceAll("[eE].*", ""));
    String after = number.replaceAll("^[\\d.]*[eE]?", "");
    double exponent = after.isEmpty() ? 0 : Double.parseDouble(after);
    int bounded = (int) Math.clamp(exponent, -MOST_EXPONENT, MOST_EXPONENT);
    String plain = value.scaleByPowerOfTen(bounded).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
