package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;

/**
 * The route to a node's pods.
 *
 * @param gateway the node
 * @param onlink whether the node is assumed to be on the link
 */
record PodCidrRoute(Ipv4Prefix subnet, Ipv4Address gateway, Link link, boolean onlink) {
  RouteRequest request() {
    return onlink
        ? RouteRequest.to(subnet).viaOnlink(gateway, link)
        : RouteRequest.to(subnet).via(gateway, link);
  }

  /** Whether the kernel's route equals this one: {@code routeEqual}. */
  boolean is(Route route) {
    if (!route.destination().equals(subnet) || route.nextHops().size() != 1) {
      return false;
    }
    NextHop hop = route.nextHops().getFirst();
    return gateway.equals(hop.gateway()) && hop.device() == link;
  }

  /** As netlink's {@code Route} prints one that has yet to be added. */
  @Override
  public String toString() {
    return text(link.index(), subnet, "<nil>", gateway.toString(), onlink, 0);
  }

  /** As netlink's {@code Route} prints one that the kernel has listed. */
  static String toString(Route route) {
    NextHop hop = route.nextHops().isEmpty() ? null : route.nextHops().getFirst();
    return text(
        hop == null ? 0 : hop.device().index(),
        route.destination(),
        route.preferredSource() == null ? "<nil>" : route.preferredSource().toString(),
        hop == null || hop.gateway() == null ? "<nil>" : hop.gateway().toString(),
        hop != null && hop.onlink(),
        254);
  }

  private static String text(
      int link, Ipv4Prefix to, String source, String gateway, boolean onlink, int table) {
    return "{Ifindex: %d Dst: %s Src: %s Gw: %s Flags: [%s] Table: %d Realm: 0}"
        .formatted(link, to, source, gateway, onlink ? "onlink" : "", table);
  }
}
