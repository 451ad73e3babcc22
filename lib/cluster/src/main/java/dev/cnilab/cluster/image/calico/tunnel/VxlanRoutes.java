package dev.cnilab.cluster.image.calico.tunnel;

import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Felix's part in pools with VXLAN: the other nodes' ends of the tunnel, and the routes to their
 * blocks. All nodes share a subnet, so {@code CrossSubnet} never means the tunnel. On the loop
 * only.
 */
public final class VxlanRoutes implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofMillis(10);

  private final Process process;
  private final String node;
  private final BlockRoutes routes;
  private final Coalescer applying;
  private final Informer nodes;
  private final Informer blocks;
  private final Informer pools;
  private final Map<String, Vtep> known = new TreeMap<>();

  /**
   * Another node's end of the tunnel.
   *
   * @param host the node's address in the underlay
   */
  private record Vtep(Ipv4Address host, Ipv4Address address, MacAddress mac) {}

  public VxlanRoutes(Process process, Datastore datastore, String node) {
    this.process = process;
    this.node = node;
    this.applying = new Coalescer(process.loop(), this::apply);
    this.routes = new BlockRoutes(process.network(), node, Route.Protocol.FELIX);
    this.nodes = Informer.of(datastore.api(), ResourceTypes.NODES).onChange(event -> soon());
    this.blocks = datastore.follow(CalicoKind.IPAM_BLOCK).onChange(event -> soon());
    this.pools = datastore.follow(CalicoKind.IP_POOL).onChange(event -> soon());
  }

  /** The device has been created, or re-created. */
  public void soon() {
    applying.request(SETTLE);
  }

  private void apply() {
    if (!process.isAlive()) {
      return;
    }
    Optional<Vxlan> device = new CalicoVxlanDevice(process.network()).find();
    Map<String, Vtep> vteps = vteps();
    device.ifPresent(link -> tunnel(link, vteps));
    routes.apply(
        blocks.list().stream().map(Block::new).toList(),
        IpPool.usable(pools.list()).stream().filter(TunnelAddress.VXLAN::isWantedBy).toList(),
        (prefix, other, pool) -> lead(prefix, vteps.get(other), pool, device));
  }

  private static Optional<RouteRequest> lead(
      Ipv4Prefix prefix, @Nullable Vtep vtep, IpPool pool, Optional<Vxlan> device) {
    if (vtep == null) {
      return Optional.empty();
    }
    RouteRequest request = RouteRequest.to(prefix);
    return pool.vxlan() == IpPool.Encapsulation.ALWAYS
        ? device.map(link -> request.viaOnlink(vtep.address(), link))
        : Optional.of(request.via(vtep.host()));
  }

  private void tunnel(Vxlan link, Map<String, Vtep> vteps) {
    known.forEach(
        (name, vtep) -> {
          if (!vtep.equals(vteps.get(name))) {
            ignoringRefusal(() -> process.network().neighbors().delete(vtep.address(), link));
            ignoringRefusal(() -> link.fdb().remove(remote(vtep)));
          }
        });
    known.clear();
    known.putAll(vteps);
    for (Vtep vtep : vteps.values()) {
      process
          .network()
          .neighbors()
          .replace(vtep.address(), link, vtep.mac(), NeighborState.PERMANENT);
      link.fdb().replace(remote(vtep));
    }
  }

  private static VxlanFdb.Remote remote(Vtep vtep) {
    return new VxlanFdb.Remote(vtep.mac(), vtep.host(), null);
  }

  private static void ignoringRefusal(Runnable change) {
    try {
      change.run();
    } catch (ErrnoException alreadyGone) {
      // another program has removed it, or the link
    }
  }

  private Map<String, Vtep> vteps() {
    Map<String, Vtep> vteps = new TreeMap<>();
    for (KubeObject each : nodes.list()) {
      String host = told(each, "projectcalico.org/IPv4Address");
      String address = told(each, TunnelAddress.VXLAN.annotation());
      String mac = told(each, CalicoVxlanDevice.MAC);
      if (!each.name().equals(node) && !host.isEmpty() && !address.isEmpty() && !mac.isEmpty()) {
        vteps.put(
            each.name(),
            new Vtep(
                Ipv4Address.parse(host.replaceFirst("/.*", "")),
                Ipv4Address.parse(address),
                MacAddress.parse(mac)));
      }
    }
    return vteps;
  }

  private static String told(KubeObject node, String annotation) {
    return node.annotations().getOrDefault(annotation, "");
  }

  @Override
  public void close() {
    applying.close();
    List.of(nodes, blocks, pools).forEach(Informer::close);
  }
}
