package dev.cnilab.netsim.nftables;

import java.util.Locale;

/** Whose packets a table is asked about. As no packet here is IPv6, those of ip6 see none. */
public enum Family {
  IP,
  IP6,
  INET;

  boolean seesIpv4() {
    return this != IP6;
  }

  /** As nft names it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
