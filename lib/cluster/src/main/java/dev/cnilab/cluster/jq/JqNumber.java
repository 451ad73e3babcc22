package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** A number as jq 1.6 writes it: a double, with the fewest digits that identify it. */
final class JqNumber {
  /** A number with more trailing zeros than this is written with an exponent. */
  private static final int MOST_ZEROS = 15;

  private JqNumber() {}

  static String text(JsonNode number) {
    double value = number.doubleValue();
    if (value == 0 || Double.isNaN(value)) {
      return Double.isNaN(value) ? "null" : 1 / value < 0 ? "-0" : "0";
    }
    double finite = Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    BigDecimal exact = new BigDecimal(Double.toString(finite)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int point = exact.precision() - exact.scale();
    if (point > -4 && point <= digits.length() + MOST_ZEROS) {
      return exact.toPlainString();
    }
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + String.format("e%+03d", point - 1);
  }
}
