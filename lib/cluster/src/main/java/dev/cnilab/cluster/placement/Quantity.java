package dev.cnilab.cluster.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** An amount of a resource as manifests write it: {@code 100m}, {@code 50Mi}, {@code 2}. */
public final class Quantity {
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", binary(1)),
          Map.entry("Mi", binary(2)),
          Map.entry("Gi", binary(3)),
          Map.entry("Ti", binary(4)),
          Map.entry("Pi", binary(5)),
          Map.entry("Ei", binary(6)));

  private Quantity() {}

  /**
   * The amount in thousandths, rounded up, as the scheduler counts.
   *
   * @throws IllegalArgumentException for text that is no quantity
   */
  public static long milli(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1)) && !isExponent(text, end - 1)) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(text.substring(end));
    if (factor == null) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    return new BigDecimal(text.substring(0, end))
        .multiply(factor)
        .movePointRight(3)
        .setScale(0, RoundingMode.CEILING)
        .longValue();
  }

  private static boolean isExponent(String text, int index) {
    char letter = text.charAt(index);
    return (letter == 'e' || letter == 'E') && index + 1 < text.length();
  }

  private static BigDecimal binary(int power) {
    return BigDecimal.valueOf(1024).pow(power);
  }
}
