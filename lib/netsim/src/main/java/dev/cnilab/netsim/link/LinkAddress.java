package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address of a link (struct in_ifaddr).
 *
 * @param local the address with the length of its subnet's prefix
 * @param broadcast as assigned with {@code brd}; null if none was
 * @param secondary whether the link already had an address of this subnet
 */
public record LinkAddress(
    Ipv4Prefix local, Scope scope, @Nullable Ipv4Address broadcast, boolean secondary) {

  /** How far an address or a route's destination is valid (RT_SCOPE_*), farthest first. */
  public enum Scope {
    GLOBAL,
    SITE,
    LINK,
    HOST,
    NOWHERE
  }

  public Ipv4Address address() {
    return local.address();
  }
}
