package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.route.Route;
import java.util.Optional;

/** {@code weaveutil netcheck}: a range that the node already routes elsewhere cannot be used. */
public final class RouteCheck {
  private RouteCheck() {}

  /** What is wrong with a range; empty if nothing is. */
  public static Optional<String> overlap(NetworkNamespace node, Ipv4Prefix range) {
    return node.routes().list().stream()
        .filter(route -> route.destination().length() > 0 && !leadsToWeave(route))
        .map(Route::destination)
        .filter(other -> other.contains(range) || range.contains(other))
        .map(other -> "Network " + range + " overlaps with existing route " + other + " on host")
        .findFirst();
  }

  private static boolean leadsToWeave(Route route) {
    return route.nextHops().stream().anyMatch(hop -> hop.device().name().equals(WeaveBridge.NAME));
  }
}
