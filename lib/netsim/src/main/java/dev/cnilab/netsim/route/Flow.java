package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a packet that decide its route (struct flowi4).
 *
 * @param source 0.0.0.0 if it is yet to be chosen
 * @param in the link it came in on; loopback for a packet of this host
 * @param out the link it must leave by; null for any
 * @param traits what else rules see of it
 * @param hash selects one of several next hops
 */
public record Flow(
    Ipv4Address destination,
    Ipv4Address source,
    Link in,
    @Nullable Link out,
    FlowTraits traits,
    int hash) {

  /** A hash that is the same for all packets from one address to another. */
  public static int hash(Ipv4Address source, Ipv4Address destination) {
    return ((source.bits() * 31 + destination.bits()) * 0x9e3779b9) >>> 8;
  }
}
