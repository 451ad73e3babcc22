package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address of a link (struct in_ifaddr).
 *
 * @param local the address with its prefix length
 * @param peer the other end of a point-to-point link, which then determines the subnet; null for
 *     none
 * @param broadcast as assigned with {@code brd}; null for none
 * @param label its name in ifconfig; empty for the link's name
 * @param metric of the route to its subnet
 * @param prefixRoute whether it adds a route to its subnet
 * @param lifetime how long it exists
 * @param secondary whether the link already had an address in this subnet
 */
public record LinkAddress(
    Ipv4Prefix local,
    Scope scope,
    @Nullable Ipv4Address peer,
    @Nullable Ipv4Address broadcast,
    String label,
    int metric,
    boolean prefixRoute,
    AddressLifetime lifetime,
    boolean secondary) {

  /** The scope of an address or of a route's destination (RT_SCOPE_*), widest first. */
  public enum Scope {
    GLOBAL,
    SITE,
    LINK,
    HOST,
    NOWHERE
  }

  /** An address without a peer or a label. */
  public static LinkAddress of(Ipv4Prefix local, Scope scope, @Nullable Ipv4Address broadcast) {
    return new LinkAddress(
        local, scope, null, broadcast, "", 0, true, AddressLifetime.FOREVER, false);
  }

  LinkAddress asSecondary(boolean whether) {
    return new LinkAddress(
        local, scope, peer, broadcast, label, metric, prefixRoute, lifetime, whether);
  }

  /** This address with the metric and the lifetime of another request for it. */
  LinkAddress as(LinkAddress wanted) {
    return new LinkAddress(
        local,
        scope,
        peer,
        broadcast,
        label,
        wanted.metric,
        prefixRoute,
        wanted.lifetime,
        secondary);
  }

  /** The subnet it is in: the peer's if it has one. */
  public Ipv4Prefix network() {
    return peer == null ? local.network() : new Ipv4Prefix(peer, local.length()).network();
  }

  public Ipv4Address address() {
    return local.address();
  }
}
