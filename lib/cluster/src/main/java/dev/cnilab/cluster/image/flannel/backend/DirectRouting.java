package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import java.util.List;

/** Nodes that are reached without a router: {@code ip.DirectRouting}. */
final class DirectRouting {
  private DirectRouting() {}

  /** Whether packets to an address go straight to its link. */
  static boolean isOne(NetworkNamespace node, Ipv4Address address) {
    return node.routes().list().stream()
        .filter(route -> route.destination().contains(address))
        .reduce((one, other) -> longer(one, other))
        .map(Route::nextHops)
        .map(List::stream)
        .map(hops -> hops.anyMatch(DirectRouting::isDirect))
        .orElse(false);
  }

  private static Route longer(Route one, Route other) {
    return other.destination().length() > one.destination().length() ? other : one;
  }

  private static boolean isDirect(NextHop hop) {
    return hop.gateway() == null;
  }
}
