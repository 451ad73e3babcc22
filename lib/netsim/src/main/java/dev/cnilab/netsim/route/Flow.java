package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * What of a packet decides about its route (struct flowi4).
 *
 * @param source 0.0.0.0 if it is yet to be chosen
 * @param in the link it came by; the loopback for a packet of this host
 * @param out the link it must leave by; null for any
 * @param mark its firewall mark
 * @param hash chooses among several next hops
 */
public record Flow(
    Ipv4Address destination, Ipv4Address source, Link in, @Nullable Link out, int mark, int hash) {

  /** The same number for all packets from one address to another. */
  public static int hash(Ipv4Address source, Ipv4Address destination) {
    return ((source.bits() * 31 + destination.bits()) * 0x9e3779b9) >>> 8;
  }
}
