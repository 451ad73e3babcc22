package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The routes that a flanneld has added: it restores those that others remove. */
final class NodeRoutes {
  private final NetworkNamespace node;
  private final FlanneldLog log;
  private final List<PodCidrRoute> wanted = new ArrayList<>();

  NodeRoutes(NetworkNamespace node, FlanneldLog log) {
    this.node = node;
    this.log = log;
  }

  /** Routes to a node's pods, in place of any other route to them. */
  void add(PodCidrRoute route) {
    if (!wanted.contains(route)) {
      wanted.add(route);
    }
    Optional<Route> existing = first(route.subnet());
    if (existing.isPresent() && !route.is(existing.get())) {
      log.warning(
          "route_network.go:152",
          "Replacing existing route to %s with %s"
              .formatted(PodCidrRoute.toString(existing.get()), route));
      node.routes().delete(RouteRequest.to(route.subnet()));
      wanted.removeIf(each -> each.is(existing.get()));
    }
    if (first(route.subnet()).filter(route::is).isPresent()) {
      log.info("route_network.go:166", "Route to " + route + " already exists, skipping.");
      return;
    }
    try {
      node.routes().add(route.request());
    } catch (ErrnoException refused) {
      log.error(
          "route_network.go:168", "Error adding route to " + route + ": " + GoText.errno(refused));
    }
  }

  void remove(PodCidrRoute route) {
    wanted.remove(route);
    try {
      node.routes().delete(route.request());
    } catch (ErrnoException refused) {
      log.error(
          "route_network.go:120",
          "Error deleting route to " + route.subnet() + ": " + GoText.errno(refused));
    }
  }

  /** Adds missing routes again; logs nothing if the kernel refuses. */
  void recover() {
    for (PodCidrRoute route : wanted) {
      if (node.routes().list().stream().anyMatch(route::is)) {
        continue;
      }
      try {
        node.routes().add(route.request());
        log.info(
            "route_network.go:254", "Route recovered " + route.subnet() + " : " + route.gateway());
      } catch (ErrnoException refused) {
        // The next attempt follows ten seconds later.
      }
    }
  }

  private Optional<Route> first(Ipv4Prefix subnet) {
    return node.routes().list().stream()
        .filter(route -> route.destination().equals(subnet))
        .findFirst();
  }
}
