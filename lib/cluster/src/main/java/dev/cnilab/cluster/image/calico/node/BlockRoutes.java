package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteRequest;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes that BIRD or Felix puts into the kernel: to each block by way of the node it is affine
 * to, to an address a node has borrowed by way of that node, and of the node's own blocks what no
 * pod has into the void.
 */
final class BlockRoutes {
  private final NetworkNamespace network;
  private final String node;

  private final Route.Protocol protocol;

  /**
   * Those of a node.
   *
   * @param protocol who they are of
   */
  BlockRoutes(NetworkNamespace network, String node, Route.Protocol protocol) {
    this.network = network;
    this.node = node;
    this.protocol = protocol;
  }

  /** How another node's pods are reached. */
  @FunctionalInterface
  interface Way {
    /** A route by way of a node; empty if there is none now. */
    Optional<RouteRequest> to(Ipv4Prefix prefix, String node, IpPool pool);
  }

  /**
   * Writes what differs.
   *
   * @param pools those it is about
   */
  void apply(List<Block> blocks, List<IpPool> pools, Way way) {
    Map<Ipv4Prefix, RouteRequest> wanted = new TreeMap<>();
    for (Block block : blocks) {
      Optional<IpPool> pool =
          pools.stream().filter(each -> each.cidr().contains(block.cidr())).findFirst();
      if (pool.isPresent()) {
        wanted(block, pool.get(), way, wanted);
      }
    }
    withdraw(wanted.keySet());
    wanted.values().forEach(this::put);
  }

  private void wanted(Block block, IpPool pool, Way way, Map<Ipv4Prefix, RouteRequest> wanted) {
    if (block.node().equals(node)) {
      wanted.put(block.cidr(), RouteRequest.to(block.cidr()).type(RouteType.BLACKHOLE));
    } else {
      way.to(block.cidr(), block.node(), pool).ifPresent(route -> wanted.put(block.cidr(), route));
    }
    for (Block.Allocation used : block.allocations()) {
      String user = used.attributes().getOrDefault("node", "");
      if (!user.equals(block.node()) && !user.equals(node)) {
        Ipv4Prefix one = Ipv4Prefix.of(used.address());
        way.to(one, user, pool).ifPresent(route -> wanted.put(one, route));
      }
    }
  }

  private void withdraw(Set<Ipv4Prefix> wanted) {
    for (Route route : network.routes().list()) {
      if (route.protocol() == protocol && !wanted.contains(route.destination())) {
        network.routes().delete(RouteRequest.to(route.destination()).protocol(protocol));
      }
    }
  }

  private void put(RouteRequest request) {
    try {
      network.routes().replace(request.protocol(protocol));
    } catch (ErrnoException unreachable) {
      // The next hop is not reachable now; they try again when something changes.
    }
  }
}
