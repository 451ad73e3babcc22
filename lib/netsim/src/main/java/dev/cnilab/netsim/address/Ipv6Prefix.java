package dev.cnilab.netsim.address;

/**
 * A range of IPv6 addresses, for display only.
 *
 * @param length in bits, 0 to 128
 */
public record Ipv6Prefix(Ipv6Address address, int length) {
  /** Of one address. */
  public static Ipv6Prefix of(Ipv6Address address) {
    return new Ipv6Prefix(address, 128);
  }

  /** The same range, by its first address. */
  public Ipv6Prefix network() {
    long high = length >= Long.SIZE ? -1 : ~(-1L >>> length);
    long low = length <= Long.SIZE ? 0 : length == 128 ? -1 : ~(-1L >>> (length - Long.SIZE));
    return new Ipv6Prefix(new Ipv6Address(address.high() & high, address.low() & low), length);
  }

  /** As iptables and nft show it: the length only if it is more than one address. */
  public String shown() {
    return length == 128 ? address.toString() : toString();
  }

  /** In CIDR notation. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
