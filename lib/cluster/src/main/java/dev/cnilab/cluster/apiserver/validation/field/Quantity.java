package dev.cnilab.cluster.apiserver.validation.field;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts such as {@code 500m} and {@code 1Gi}. */
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1024)),
          Map.entry("Mi", BigDecimal.valueOf(1024).pow(2)),
          Map.entry("Gi", BigDecimal.valueOf(1024).pow(3)),
          Map.entry("Ti", BigDecimal.valueOf(1024).pow(4)),
          Map.entry("Pi", BigDecimal.valueOf(1024).pow(5)),
          Map.entry("Ei", BigDecimal.valueOf(1024).pow(6)));

  private Quantity() {}

  /** How much a text says; empty if it says no amount. */
  public static Optional<BigDecimal> value(String quantity) {
    Matcher matcher = FORM.matcher(quantity);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2);
    if (unit == null) {
      return Optional.of(new BigDecimal(matcher.group(1)));
    }
    BigDecimal factor = UNITS.get(unit);
    return Optional.of(
        factor == null
            ? new BigDecimal(matcher.group(1) + unit)
            : new BigDecimal(matcher.group(1)).multiply(factor));
  }

  /** Whether a text says less than nothing. */
  public static boolean isNegative(String quantity) {
    return value(quantity).filter(amount -> amount.signum() < 0).isPresent();
  }
}
