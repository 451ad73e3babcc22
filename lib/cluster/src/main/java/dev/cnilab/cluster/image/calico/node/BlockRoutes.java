package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteRequest;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The routes that BIRD puts into the kernel: to each block by way of the node it is affine to, to
 * an address a node has borrowed by way of that node, and of the node's own blocks what no pod has
 * into the void.
 */
final class BlockRoutes {
  private final NetworkNamespace network;
  private final String node;

  BlockRoutes(NetworkNamespace network, String node) {
    this.network = network;
    this.node = node;
  }

  /**
   * Writes what differs.
   *
   * @param peers the addresses of the other nodes that routes are learned from, by name
   */
  void apply(List<Block> blocks, List<IpPool> pools, Map<String, Ipv4Address> peers) {
    Map<Ipv4Prefix, RouteRequest> wanted = new TreeMap<>();
    for (Block block : blocks) {
      Optional<IpPool> pool =
          pools.stream().filter(each -> each.cidr().contains(block.cidr())).findFirst();
      if (pool.isPresent()) {
        wanted(block, pool.get(), peers, wanted);
      }
    }
    withdraw(wanted.keySet());
    wanted.values().forEach(this::put);
  }

  private void wanted(
      Block block,
      IpPool pool,
      Map<String, Ipv4Address> peers,
      Map<Ipv4Prefix, RouteRequest> wanted) {
    if (block.node().equals(node)) {
      wanted.put(block.cidr(), RouteRequest.to(block.cidr()).type(RouteType.BLACKHOLE));
    } else {
      lead(block.cidr(), peers.get(block.node()), pool, wanted);
    }
    for (Block.Allocation used : block.allocations()) {
      String user = used.attributes().getOrDefault("node", "");
      if (!user.equals(block.node()) && !user.equals(node)) {
        lead(Ipv4Prefix.of(used.address()), peers.get(user), pool, wanted);
      }
    }
  }

  private void lead(
      Ipv4Prefix prefix,
      @Nullable Ipv4Address via,
      IpPool pool,
      Map<Ipv4Prefix, RouteRequest> wanted) {
    if (via == null) {
      return;
    }
    RouteRequest request = RouteRequest.to(prefix);
    Optional<Link> tunnel = new TunnelDevice(network).find();
    if (pool.ipip() == IpPool.Encapsulation.ALWAYS && tunnel.isPresent()) {
      wanted.put(prefix, request.viaOnlink(via, tunnel.get()));
    } else {
      wanted.put(prefix, request.via(via));
    }
  }

  private void withdraw(Set<Ipv4Prefix> wanted) {
    for (Route route : network.routes().list()) {
      if (route.protocol() == Route.Protocol.BIRD && !wanted.contains(route.destination())) {
        network.routes().delete(RouteRequest.to(route.destination()).protocol(Route.Protocol.BIRD));
      }
    }
  }

  private void put(RouteRequest request) {
    try {
      network.routes().replace(request.protocol(Route.Protocol.BIRD));
    } catch (ErrnoException unreachable) {
      // The next hop is not reachable now; BIRD tries again when something changes.
    }
  }
}
