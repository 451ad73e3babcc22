package dev.cnilab.cluster.cni;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;

/** Addresses in configurations and results, with Go's errors for what is none. */
public final class CniAddress {
  private CniAddress() {}

  /**
   * An address with the length of its subnet.
   *
   * @throws CniException if it is something else, or of IPv6, which machines here do not have
   */
  public static Ipv4Prefix cidr(String text) throws CniException {
    return Ipv4Prefix.block(text).orElseThrow(() -> refused("CIDR", text));
  }

  /** The same, without a length. */
  public static Ipv4Address ip(String text) throws CniException {
    return Ipv4Address.read(text).orElseThrow(() -> refused("IP", text));
  }

  /** Fails unless a text is an address, of either family, with the length of its subnet. */
  static void requireCidr(String text) throws CniException {
    if (!isOfIpv6(text) || !text.contains("/")) {
      cidr(text);
    }
  }

  /** The same, without a length. */
  static void requireIp(String text) throws CniException {
    if (!isOfIpv6(text)) {
      ip(text);
    }
  }

  private static boolean isOfIpv6(String text) {
    return text.matches("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(/[0-9]+)?");
  }

  private static CniException refused(String kind, String text) {
    return new CniException(
        isOfIpv6(text)
            ? "IPv6 is not available on this machine: " + text
            : "invalid " + kind + " address: " + text);
  }
}
