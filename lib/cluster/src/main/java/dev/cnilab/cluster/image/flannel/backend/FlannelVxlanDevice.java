package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.Optional;

/**
 * {@code flannel.1}: the link of the tunnel, and for each other node a route, an ARP entry and an
 * FDB entry.
 */
final class FlannelVxlanDevice {
  private static final int DEFAULT_PORT = 8472;

  private final NetworkNamespace node;
  private final VxlanConfig config;
  private Vxlan link;

  /**
   * Creates the link, or reuses an existing one with the same settings.
   *
   * @param underlay the link to the other nodes
   * @param mac its previous address; empty for a random one
   */
  FlannelVxlanDevice(
      NetworkNamespace node,
      VxlanConfig config,
      Link underlay,
      Ipv4Address local,
      Optional<MacAddress> mac) {
    this.node = node;
    this.config = config;
    this.link = ensure(underlay, local, mac);
  }

  private Vxlan ensure(Link underlay, Ipv4Address local, Optional<MacAddress> mac) {
    String name = "flannel." + config.vni();
    VxlanSettings learning =
        VxlanSettings.of(config.vni())
            .local(local)
            .device(underlay)
            .port(config.port() == 0 ? DEFAULT_PORT : config.port());
    VxlanSettings settings = config.learning() ? learning : learning.noLearning();
    Optional<Link> existing = node.links().find(name);
    if (existing.isPresent()
        && existing.get() instanceof Vxlan vxlan
        && vxlan.settings().equals(settings)) {
      return vxlan;
    }
    existing.ifPresent(Link::delete);
    Vxlan vxlan = node.links().addVxlan(name, settings);
    mac.ifPresent(vxlan::setAddress);
    vxlan.setMtu(Math.min(config.mtu(), underlay.mtu()) - Vxlan.OVERHEAD);
    vxlan.options().setQueueLength(0); // flanneld leaves the field at zero
    return vxlan;
  }

  /** Recreates the device after it was deleted, without the entries for other nodes. */
  void recreate(Link underlay, Optional<MacAddress> mac, Ipv4Prefix subnet, Ipv4Prefix network) {
    link = ensure(underlay, underlay.addresses().getFirst().address(), mac);
    configure(subnet, network);
  }

  String name() {
    return link.name();
  }

  MacAddress mac() {
    return link.address();
  }

  /** Gives the link the first address of the node's subnet and sets it up. */
  void configure(Ipv4Prefix subnet, Ipv4Prefix network) {
    OwnAddress.ensure(link, subnet.address(), network);
    link.setUp();
  }

  /**
   * Sends packets for another node's pods through the tunnel.
   *
   * @throws ErrnoException if the kernel refuses, as when the link was deleted in the meantime
   */
  void add(Ipv4Prefix subnet, VxlanFdb.Remote vtep) {
    Ipv4Address gateway = subnet.address();
    node.neighbors().replace(gateway, link, vtep.address(), NeighborState.PERMANENT);
    link.fdb().replace(vtep);
    node.routes().replace(RouteRequest.to(subnet).viaOnlink(gateway, link));
  }

  /** Undoes {@link #add}; missing entries do not matter. */
  void remove(Ipv4Prefix subnet, VxlanFdb.Remote vtep) {
    Ipv4Address gateway = subnet.address();
    ignoringRefusal(() -> node.neighbors().delete(gateway, link));
    ignoringRefusal(() -> link.fdb().remove(vtep));
    ignoringRefusal(() -> node.routes().delete(RouteRequest.to(subnet).viaOnlink(gateway, link)));
  }

  private static void ignoringRefusal(Runnable change) {
    try {
      change.run();
    } catch (ErrnoException alreadyGone) {
      // flanneld logs it and continues.
    }
  }
}
