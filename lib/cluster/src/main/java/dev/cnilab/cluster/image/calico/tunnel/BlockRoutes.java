package dev.cnilab.cluster.image.calico.tunnel;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes that BIRD or Felix adds to the kernel: to each block via the node it is affine to, to
 * each borrowed address via the node that has borrowed it, and a blackhole for the node's own
 * blocks.
 */
public final class BlockRoutes {
  private final NetworkNamespace network;
  private final String node;

  private final Route.Protocol protocol;

  /**
   * The routes of a node.
   *
   * @param protocol marks whose routes they are
   */
  public BlockRoutes(NetworkNamespace network, String node, Route.Protocol protocol) {
    this.network = network;
    this.node = node;
    this.protocol = protocol;
  }

  /** How the pods of another node are reached. */
  @FunctionalInterface
  public interface Way {
    /** A route via a node; empty if there is none at the moment. */
    Optional<RouteRequest> to(Ipv4Prefix prefix, String node, IpPool pool);
  }

  /**
   * Writes what differs.
   *
   * @param pools whose blocks it handles
   */
  public void apply(List<Block> blocks, List<IpPool> pools, Way way) {
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
      // The next hop is unreachable at the moment; the next change triggers another attempt.
    }
  }
}
