package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.netsim.link.LinkAddress.Scope;

/**
 * The scope of a route in a configuration.
 *
 * @param label its name in the netlink library
 */
record RouteScope(Scope value, String label) {
  /** The scope with the number in a route's options, where none is 0. */
  static RouteScope of(CniRoute route) throws CniException {
    int number = route.option("scope").orElse(0);
    return switch (number) {
      case 0 -> new RouteScope(Scope.GLOBAL, "universe");
      case 200 -> new RouteScope(Scope.SITE, "site");
      case 253 -> new RouteScope(Scope.LINK, "link");
      case 254 -> new RouteScope(Scope.HOST, "host");
      case 255 -> new RouteScope(Scope.NOWHERE, "nowhere");
      default -> throw new CniException("scope " + number + " of a route is not modelled here");
    };
  }
}
