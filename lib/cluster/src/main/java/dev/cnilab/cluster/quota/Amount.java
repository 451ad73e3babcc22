package dev.cnilab.cluster.quota;

import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;

/**
 * A quantity for calculations.
 *
 * @param binary whether it is written with Ki, Mi and the like
 */
public record Amount(BigDecimal value, boolean binary) {
  public static final Amount NONE = new Amount(BigDecimal.ZERO, false);
  public static final Amount ONE = new Amount(BigDecimal.ONE, false);

  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  /** The quantity in a manifest; zero if it is invalid. */
  public static Amount of(String quantity) {
    return new Amount(Quantity.value(quantity).orElse(BigDecimal.ZERO), quantity.endsWith("i"));
  }

  /** The sum, in the notation of the first one that is not zero. */
  public Amount plus(Amount other) {
    return new Amount(value.add(other.value), value.signum() == 0 ? other.binary : binary);
  }

  public boolean exceeds(Amount limit) {
    return value.compareTo(limit.value) > 0;
  }

  public Amount atLeast(Amount other) {
    return other.exceeds(this) ? other : this;
  }

  /** As the API server writes it. */
  @Override
  public String toString() {
    String plain = value.stripTrailingZeros().toPlainString();
    return Quantity.canonical(
        binary ? value.divide(KIBI).stripTrailingZeros().toPlainString() + "Ki" : plain);
  }
}
