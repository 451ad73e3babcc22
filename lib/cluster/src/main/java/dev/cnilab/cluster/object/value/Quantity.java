package dev.cnilab.cluster.object.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities of a resource as in manifests: {@code 500m}, {@code 1Gi}, {@code 2}. */
public final class Quantity {
  /** What Go says of a text that is none ({@code resource.ErrFormatWrong}). */
  public static final String COMPLAINT =
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  /** Possessive, so that a long text that is none is rejected in one go. */
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?)(?:(\\d++)(?:\\.(\\d*+))?|\\.(\\d++))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,18})?");

  private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?\\d+$");
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

  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final List<String> BINARY = List.of("Ei", "Pi", "Ti", "Gi", "Mi", "Ki", "");
  private static final List<String> DECIMAL =
      List.of("E", "P", "T", "G", "M", "k", "", "m", "u", "n");

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LEAST = MOST.negate();

  /** Numbers of up to this many digits fit into a long. */
  private static final int MOST_DIGITS = 18;

  private static final int NANO = 9;
  private static final int MILLI = 3;

  private Quantity() {}

  /**
   * The value of a text; empty if it is not a quantity. Like Go's, it is rounded away from zero to
   * nano, and one with a binary unit is at most 2^63-1; others are at most 10^{@value
   * Digits#MOST_BEFORE_POINT}, where Go would calculate for minutes.
   */
  public static Optional<BigDecimal> value(String quantity) {
    Matcher matcher = FORM.matcher(quantity);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String whole = Objects.requireNonNullElse(matcher.group(2), "");
    String fraction =
        Objects.requireNonNullElse(
            matcher.group(2) == null ? matcher.group(4) : matcher.group(3), "");
    String unit = Objects.requireNonNullElse(matcher.group(5), "");
    BigDecimal factor = UNITS.get(unit);
    BigDecimal number =
        Digits.number(
            whole,
            fraction,
            unit.isEmpty() || factor != null ? 0 : Long.parseLong(unit, 1, unit.length(), 10));
    BigDecimal value = rounded(factor == null ? number : number.multiply(factor));
    if (unit.endsWith("i")) {
      value = value.min(MOST);
    }
    return Optional.of(matcher.group(1).equals("-") ? value.negate() : value);
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.scale() > NANO ? value.setScale(NANO, RoundingMode.UP) : value;
  }

  /**
   * The value in thousandths, rounded up, as the scheduler counts; 2^63-1 stands for more.
   *
   * @throws IllegalArgumentException for text that is not a quantity
   */
  public static long milli(String quantity) {
    return whole(required(quantity).movePointRight(3));
  }

  /**
   * The value rounded up, as bytes are counted; 2^63-1 stands for more.
   *
   * @throws IllegalArgumentException for text that is not a quantity
   */
  public static long units(String quantity) {
    return whole(required(quantity));
  }

  private static BigDecimal required(String quantity) {
    return value(quantity)
        .orElseThrow(() -> new IllegalArgumentException("not a quantity: " + quantity));
  }

  private static long whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.CEILING).min(MOST).max(LEAST).longValue();
  }

  /** A sum that saturates: what is asked for may be as much as can be written. */
  public static long sum(long one, long other) {
    long sum = one + other;
    boolean overflown = ((one ^ sum) & (other ^ sum)) < 0;
    return overflown ? (one < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE) : sum;
  }

  /** Whether a text is a negative quantity. */
  public static boolean isNegative(String quantity) {
    return value(quantity).filter(amount -> amount.signum() < 0).isPresent();
  }

  /**
   * The same quantity as the API server writes it: without a fraction, and with the largest unit of
   * its kind that allows that; {@code 0.5} becomes {@code 500m}, {@code 1024Mi} becomes {@code
   * 1Gi}.
   */
  public static String canonical(String quantity) {
    if (isCanonical(quantity)) {
      return quantity;
    }
    Optional<BigDecimal> value = value(quantity);
    if (value.isEmpty() || EXPONENT.matcher(quantity).find()) {
      return quantity;
    }
    BigDecimal amount = value.get();
    if (amount.signum() == 0) {
      return "0";
    }
    boolean binary =
        quantity.endsWith("i")
            && amount.abs().compareTo(KIBI) >= 0
            && amount.stripTrailingZeros().scale() <= 0;
    for (String unit : binary ? BINARY : DECIMAL) {
      BigDecimal count = amount.divide(UNITS.getOrDefault(unit, BigDecimal.ONE));
      if (count.stripTrailingZeros().scale() <= 0) {
        return count.toBigInteger() + unit;
      }
    }
    return quantity;
  }

  /**
   * The same for an amount of a resource, which the API server rounds away from zero to thousandths
   * ({@code SetDefaults_ResourceList}).
   */
  public static String canonicalAmount(String quantity) {
    if (isCanonical(quantity) && !quantity.endsWith("n") && !quantity.endsWith("u")) {
      return quantity;
    }
    return value(quantity)
        .filter(value -> value.stripTrailingZeros().scale() > MILLI)
        .map(value -> canonical(value.setScale(MILLI, RoundingMode.UP).toPlainString()))
        .orElseGet(() -> canonical(quantity));
  }

  /**
   * Whether a text is a whole number of a unit, and not of the next larger one: most quantities are
   * read from what the API server has written, and need no arithmetic.
   */
  private static boolean isCanonical(String quantity) {
    int end = 0;
    while (end < quantity.length() && quantity.charAt(end) >= '0' && quantity.charAt(end) <= '9') {
      end++;
    }
    if (end == 0 || end > MOST_DIGITS || quantity.charAt(0) == '0') {
      return false;
    }
    String unit = quantity.substring(end);
    int next = unit.endsWith("i") ? 1024 : 1000;
    if (!unit.isEmpty() && !UNITS.containsKey(unit)) {
      return false;
    }
    long number = Long.parseLong(quantity, 0, end, 10);
    return number % next != 0 && (next == 1000 || isInRange(number, unit));
  }

  /** Whether a number with a binary unit fits into a long. */
  private static boolean isInRange(long number, String unit) {
    int bits = 10 * (BINARY.size() - 1 - BINARY.indexOf(unit));
    return Long.numberOfLeadingZeros(number) > bits;
  }
}
