package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.FRACTION;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.WHOLE;

import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;

/** Quantities such as {@code 1Gi}, after {@code k8s.io/apiserver/pkg/cel/library/quantity.go}. */
public final class QuantityFunctions {
  private static final Kind<Amount> QUANTITY = Kind.opaque("kubernetes.Quantity", Amount.class);

  /**
   * Equal quantities are equal however they are written. CEL would treat a plain number as its own
   * type.
   */
  private record Amount(BigDecimal value) implements Comparable<Amount> {
    static Amount of(BigDecimal value) {
      return new Amount(value.stripTrailingZeros());
    }

    Amount plus(BigDecimal other) {
      return of(value.add(other));
    }

    boolean isInteger() {
      return value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
    }

    long integer() {
      if (!isInteger()) {
        throw new IllegalArgumentException("cannot convert value to integer");
      }
      return value.longValue();
    }

    @Override
    public int compareTo(Amount other) {
      return value.compareTo(other.value);
    }
  }

  private QuantityFunctions() {}

  public static void declare(FunctionTable table) {
    table.global("isQuantity", TEXT, TRUTH, text -> Quantity.value(text).isPresent());
    table.global("quantity", TEXT, QUANTITY, QuantityFunctions::quantity);
    table.member(QUANTITY, "sign", WHOLE, amount -> (long) amount.value().signum());
    table.member(QUANTITY, "isInteger", TRUTH, Amount::isInteger);
    table.member(QUANTITY, "asInteger", WHOLE, Amount::integer);
    table.member(QUANTITY, "asApproximateFloat", FRACTION, amount -> amount.value().doubleValue());
    table.member(QUANTITY, "add", QUANTITY, QUANTITY, (a, b) -> a.plus(b.value()));
    table.member(QUANTITY, "add", WHOLE, QUANTITY, (a, b) -> a.plus(BigDecimal.valueOf(b)));
    table.member(QUANTITY, "sub", QUANTITY, QUANTITY, (a, b) -> a.plus(b.value().negate()));
    table.member(QUANTITY, "sub", WHOLE, QUANTITY, (a, b) -> a.plus(BigDecimal.valueOf(-b)));
    table.member(QUANTITY, "isLessThan", QUANTITY, TRUTH, (a, b) -> a.compareTo(b) < 0);
    table.member(QUANTITY, "isGreaterThan", QUANTITY, TRUTH, (a, b) -> a.compareTo(b) > 0);
    table.member(QUANTITY, "compareTo", QUANTITY, WHOLE, (a, b) -> (long) a.compareTo(b));
  }

  private static Amount quantity(String text) {
    return Quantity.value(text)
        .map(Amount::of)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
  }
}
