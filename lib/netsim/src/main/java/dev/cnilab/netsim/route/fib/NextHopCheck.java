package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteType;

/** Finds and checks the next hops of a new route. */
record NextHopCheck(Fib fib) {
  /**
   * Finds the link of a next hop and checks the gateway (fib_check_nh).
   *
   * @throws ErrnoException as {@link RouteTable#add}
   */
  NextHop resolve(RouteRequest.Hop hop, Scope scope) {
    Ipv4Address gateway = hop.gateway();
    Link device = hop.device();
    if (gateway == null) {
      if (device == null) {
        throw new ErrnoException(Errno.ENODEV);
      }
      if (scope == Scope.HOST) {
        return new NextHop(device, null, hop.weight(), false, Scope.NOWHERE);
      }
      requireUp(device, "Device for nexthop is not up");
      return new NextHop(device, null, hop.weight(), false, Scope.HOST);
    }
    if (scope == Scope.HOST) {
      throw invalid("Route with host scope can not have a gateway");
    }
    if (scope.compareTo(Scope.LINK) >= 0) {
      throw invalid(hop.onlink() ? "Nexthop has invalid scope" : "Nexthop has invalid gateway");
    }
    if (hop.onlink() && device != null) {
      if (fib.typeOf(gateway) != RouteType.UNICAST) {
        throw invalid("Nexthop has invalid gateway");
      }
      requireUp(device, "Nexthop device is not up");
      return new NextHop(device, gateway, hop.weight(), true, Scope.LINK);
    }
    return onFoundLink(hop, gateway);
  }

  private NextHop onFoundLink(RouteRequest.Hop hop, Ipv4Address gateway) {
    RouteMatch match = fib.lookup(gateway, hop.device(), Scope.LINK, 0);
    if (match == null || match.error() != null) {
      throw new ErrnoException(Errno.ENETUNREACH, "Nexthop has invalid gateway");
    }
    if (match.type() != RouteType.UNICAST && match.type() != RouteType.LOCAL) {
      throw invalid("Nexthop has invalid gateway");
    }
    requireUp(match.device(), "Nexthop device is not up");
    return new NextHop(match.device(), gateway, hop.weight(), false, match.route().scope());
  }

  /** The refusal of a route. */
  static ErrnoException invalid(String reason) {
    return new ErrnoException(Errno.EINVAL, reason);
  }

  private static void requireUp(Link device, String otherwise) {
    if (!device.isUp()) {
      throw new ErrnoException(Errno.ENETDOWN, otherwise);
    }
  }
}
