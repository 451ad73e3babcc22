package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.cluster.image.calico.tunnel.BlockRoutes;
import dev.cnilab.cluster.image.calico.tunnel.TunnelAddress;
import dev.cnilab.cluster.image.calico.tunnel.TunnelDevice;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Maintains routes to the blocks of the nodes with which it has, or recently had, a session. On the
 * loop only.
 */
public final class Bird implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofMillis(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Process process;
  private final CalicoLog log;
  private final Coalescer applying;
  private final Sessions sessions;
  private final BlockRoutes routes;
  private final String node;
  private final List<Informer> following = new ArrayList<>();
  private final Informer nodes;
  private final Informer blocks;
  private final Informer pools;
  private final Informer configurations;
  private final Informer peers;
  private final Set<String> said = new HashSet<>();

  /**
   * Starts BIRD.
   *
   * @param own the node's address in the underlay
   */
  public Bird(Process process, CalicoLog log, Datastore datastore, String node, Ipv4Address own) {
    this.process = process;
    this.log = log;
    this.routes = new BlockRoutes(process.network(), node, Route.Protocol.BIRD);
    this.node = node;
    this.applying = new Coalescer(process.loop(), this::apply);
    this.sessions =
        new Sessions(process, own, text -> process.out().println("bird: " + text), this::soon);
    answer();
    sessions
        .refusal()
        .ifPresent(why -> log.error("bird", "Cannot bind listening socket: " + why.text()));
    this.nodes = Informer.of(datastore.api(), ResourceTypes.NODES).onChange(event -> soon());
    following.add(nodes);
    this.blocks = datastore.follow(CalicoKind.IPAM_BLOCK).onChange(event -> soon());
    this.pools = datastore.follow(CalicoKind.IP_POOL).onChange(event -> soon());
    this.configurations = datastore.follow(CalicoKind.BGP_CONFIGURATION).onChange(event -> soon());
    this.peers = datastore.follow(CalicoKind.BGP_PEER).onChange(event -> soon());
    following.addAll(List.of(blocks, pools, configurations, peers));
  }

  private void soon() {
    applying.request(SETTLE);
  }

  private void apply() {
    if (!process.isAlive()) {
      return;
    }
    if (!following.stream().allMatch(Informer::isSynced)) {
      applying.request(BETWEEN_LOOKS);
      return;
    }
    BgpTopology topology = new BgpTopology(nodes.list(), configurations.list(), peers.list());
    topology.complaints().stream().filter(said::add).forEach(text -> log.error("confd", text));
    sessions.require(topology.as(node), topology.of(node));
    Map<String, Ipv4Address> good = good();
    routes.apply(
        blocks.list().stream().map(Block::new).toList(),
        IpPool.usable(pools.list()).stream()
            .filter(pool -> !TunnelAddress.VXLAN.isWantedBy(pool))
            .toList(),
        (prefix, other, pool) ->
            Optional.ofNullable(good.get(other)).map(peer -> lead(prefix, peer, pool)));
  }

  private RouteRequest lead(Ipv4Prefix prefix, Ipv4Address peer, IpPool pool) {
    Optional<Link> tunnel = new TunnelDevice(process.network()).find();
    RouteRequest request = RouteRequest.to(prefix);
    return pool.ipip() == IpPool.Encapsulation.ALWAYS && tunnel.isPresent()
        ? request.viaOnlink(peer, tunnel.get())
        : request.via(peer);
  }

  /** Serves the control socket; without it BIRD keeps running but cannot be queried. */
  private void answer() {
    try {
      new BirdControl(process).serve(sessions::list);
    } catch (IOException refused) {
      log.warning("bird", "Cannot create control socket: " + refused.getMessage());
    }
  }

  /** The other nodes whose routes are valid. */
  private Map<String, Ipv4Address> good() {
    Map<String, Ipv4Address> good = new TreeMap<>();
    for (KubeObject each : nodes.list()) {
      BgpTopology.address(each)
          .filter(sessions::isGood)
          .ifPresent(address -> good.put(each.name(), address));
    }
    return good;
  }

  @Override
  public void close() {
    applying.close();
    following.forEach(Informer::close);
  }
}
