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

  /** In CIDR notation. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
