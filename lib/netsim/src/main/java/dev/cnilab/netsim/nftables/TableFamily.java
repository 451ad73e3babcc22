package dev.cnilab.netsim.nftables;

import java.util.Locale;

/** The address family of a table. No packet here is IPv6, so tables of ip6 see none. */
public enum TableFamily {
  IP,
  IP6,
  INET;

  boolean seesIpv4() {
    return this != IP6;
  }

  /** The name in nft. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
