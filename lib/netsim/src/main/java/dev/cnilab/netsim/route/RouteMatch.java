package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * The result of a lookup (struct fib_result).
 *
 * @param hop the selected next hop; null for a route that refuses
 */
public record RouteMatch(Route route, @Nullable NextHop hop) {
  public RouteType type() {
    return route.type();
  }

  /** The error for the sender if the route refuses; null if it does not. */
  public @Nullable Errno error() {
    return route.type().error();
  }

  /** The next hop of a route that does not refuse. */
  public NextHop way() {
    if (hop == null) {
      throw new IllegalStateException("the route " + route + " has no next hop");
    }
    return hop;
  }

  public Link device() {
    return way().device();
  }

  /** The next address to send to: the gateway, or the destination itself. */
  public Ipv4Address nextAddress(Ipv4Address destination) {
    Ipv4Address gateway = way().gateway();
    return gateway == null ? destination : gateway;
  }
}
