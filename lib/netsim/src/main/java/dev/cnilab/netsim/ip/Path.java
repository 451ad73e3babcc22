package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.PathExceptions.PathException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteType;
import org.jspecify.annotations.Nullable;

/**
 * How a packet leaves (struct rtable).
 *
 * @param type local, broadcast, multicast or unicast
 * @param device the link it leaves by: lo for a local destination
 * @param nextHop the neighbor it is sent to on that link
 * @param source the packet's source if it has none yet
 * @param match the route; null if a link was given that no route uses
 * @param exception what ICMP taught about the destination; null if nothing
 */
record Path(
    RouteType type,
    Link device,
    Ipv4Address nextHop,
    Ipv4Address source,
    @Nullable RouteMatch match,
    @Nullable PathException exception) {

  /** The path MTU in bytes: the learned one, the route's or the link's. */
  int mtu() {
    return exception != null && exception.mtu() > 0 ? exception.mtu() : forwardingMtu();
  }

  /** The MTU in bytes without the learned one, which forwarding does not trust. */
  int forwardingMtu() {
    int routeMtu = match == null ? 0 : match.route().metrics().mtu();
    return Math.min(routeMtu > 0 ? routeMtu : device.mtu(), 65535);
  }

  /** Whether this host also receives the packet (RTCF_LOCAL). */
  boolean isDelivered() {
    return switch (type) {
      case LOCAL, BROADCAST -> true;
      case MULTICAST -> nextHop.equals(Routing.ALL_HOSTS);
      case UNICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> device instanceof Loopback;
    };
  }

  boolean isLocked() {
    return (exception != null && exception.locked())
        || (match != null && match.route().metrics().mtuLocked());
  }
}
