package dev.cnilab.netsim.nftables.data;

/**
 * A range of values, both ends included; often a single one.
 *
 * @param low a name only if {@code high} is the same
 */
public record Span(Datum low, Datum high) {
  public static Span of(Datum only) {
    return new Span(only, only);
  }

  public static Span of(long low, long high) {
    return new Span(Datum.of(low), Datum.of(high));
  }

  public boolean isSingle() {
    return low.equals(high);
  }

  public boolean contains(Datum datum) {
    if (low instanceof Datum.Bits from
        && high instanceof Datum.Bits to
        && datum instanceof Datum.Bits number) {
      return number.value() >= from.value() && number.value() <= to.value();
    }
    return low.equals(datum);
  }

  /** Whether the ranges have a value in common. */
  boolean overlaps(Span other) {
    return contains(other.low) || other.contains(low);
  }
}
