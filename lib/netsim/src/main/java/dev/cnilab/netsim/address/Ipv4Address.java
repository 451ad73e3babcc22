package dev.cnilab.netsim.address;

import java.util.Optional;

/**
 * An IPv4 address.
 *
 * @param bits the four bytes, the first one highest
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
  /** 0.0.0.0. */
  public static final Ipv4Address ANY = new Ipv4Address(0);

  /** 255.255.255.255. */
  public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

  public static final Ipv4Address LOOPBACK = new Ipv4Address(0x7f000001);

  /**
   * Reads four decimal numbers with dots.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Ipv4Address parse(String text) {
    return read(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not an IPv4 address; write four numbers up to 255 as in 10.244.1.2"
                        .formatted(text)));
  }

  /** Reads the same; empty if the text is anything else. */
  public static Optional<Ipv4Address> read(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    int bits = 0;
    for (String part : parts) {
      int octet = octet(part);
      if (octet > 255) {
        return Optional.empty();
      }
      bits = bits << 8 | octet;
    }
    return Optional.of(new Ipv4Address(bits));
  }

  /** Spreads the hashes of networks of the same length, whose low bits are all zero. */
  @Override
  public int hashCode() {
    return bits * 0x9e3779b9;
  }

  /** The number of up to three digits; above 255 if the text is anything else. */
  private static int octet(String part) {
    boolean digits =
        !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(part) : Integer.MAX_VALUE;
  }

  /** The address {@code steps} higher, wrapping around. */
  public Ipv4Address plus(int steps) {
    return new Ipv4Address(bits + steps);
  }

  /** 0.0.0.0. */
  public boolean isAny() {
    return bits == 0;
  }

  /** 127.0.0.0/8. */
  public boolean isLoopback() {
    return bits >>> 24 == 127;
  }

  /** 224.0.0.0/4. */
  public boolean isMulticast() {
    return bits >>> 28 == 0xe;
  }

  /** 0.0.0.0/8: no host has such an address. */
  public boolean isZeroNetwork() {
    return bits >>> 24 == 0;
  }

  /** 255.255.255.255. */
  public boolean isBroadcast() {
    return bits == -1;
  }

  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
