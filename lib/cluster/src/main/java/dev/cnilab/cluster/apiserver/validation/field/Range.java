package dev.cnilab.cluster.apiserver.validation.field;

import java.math.BigInteger;
import java.util.Optional;

/** A range of addresses of either family. */
public record Range(BigInteger address, int bits, int length) {
  /** A range such as {@code 10.0.0.0/8}; empty if the text is none. */
  public static Optional<Range> parse(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    if (slash < 1 || !length.matches("\\d{1,4}")) {
      return Optional.empty();
    }
    return Addresses.parse(text.substring(0, slash))
        .map(address -> address.getAddress())
        .map(b -> new Range(new BigInteger(1, b), b.length * Byte.SIZE, Integer.parseInt(length)))
        .filter(range -> range.length() <= range.bits());
  }

  boolean hasHostBits() {
    return address.signum() != 0 && address.getLowestSetBit() < bits - length;
  }

  /** Whether another range is a part of this one, and not all of it. */
  public boolean isWiderThan(Range other) {
    return bits == other.bits
        && length < other.length
        && address.shiftRight(bits - length).equals(other.address.shiftRight(bits - length));
  }
}
