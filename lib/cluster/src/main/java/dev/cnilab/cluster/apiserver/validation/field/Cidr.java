package dev.cnilab.cluster.apiserver.validation.field;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A range of addresses of either family. */
public record Cidr(BigInteger address, int bits, int length) {
  /** A range such as {@code 10.0.0.0/8}; empty if the text is not one. */
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    if (slash < 1 || !length.matches("\\d{1,4}")) {
      return Optional.empty();
    }
    return IpRules.parse(text.substring(0, slash))
        .map(address -> address.getAddress())
        .map(b -> new Cidr(new BigInteger(1, b), b.length * Byte.SIZE, Integer.parseInt(length)))
        .filter(range -> range.length() <= range.bits());
  }

  boolean hasHostBits() {
    return address.signum() != 0 && address.getLowestSetBit() < bits - length;
  }

  /** The range that consists of one address. */
  public static Cidr of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length * Byte.SIZE;
    return new Cidr(new BigInteger(1, bytes), bits, bits);
  }

  /** The address, including any bits after the prefix. */
  public InetAddress start() {
    byte[] bytes = new byte[bits / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = address.shiftRight(bits - (i + 1) * Byte.SIZE).byteValue();
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // only for a wrong length
    }
  }

  /** The same range with the bits after the prefix set to zero. */
  public Cidr masked() {
    return new Cidr(address.shiftRight(bits - length).shiftLeft(bits - length), bits, length);
  }

  /** Whether another range is part of this one, or equal. */
  public boolean holds(Cidr other) {
    return masked().equals(new Cidr(other.address, bits, length).masked())
        && bits == other.bits
        && length <= other.length;
  }

  /** Whether another range is part of this one, but not equal. */
  public boolean isWiderThan(Cidr other) {
    return holds(other) && length < other.length;
  }
}
