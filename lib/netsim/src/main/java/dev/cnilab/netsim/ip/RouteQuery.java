package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.FlowTraits;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ip route get}.
 *
 * @param from the packet's source; null to let the kernel choose
 * @param in the link it is received on; null for a packet of this host
 * @param out the link it must leave by; null for any
 * @param traits what else rules see of it
 */
public record RouteQuery(
    Ipv4Address destination,
    @Nullable Ipv4Address from,
    @Nullable Link in,
    @Nullable Link out,
    FlowTraits traits) {
  public static RouteQuery to(Ipv4Address destination) {
    return new RouteQuery(destination, null, null, null, FlowTraits.NONE);
  }
}
