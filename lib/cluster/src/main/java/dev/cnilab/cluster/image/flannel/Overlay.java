package dev.cnilab.cluster.image.flannel;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.route.RouteRequest;
import java.util.List;
import java.util.Optional;

/** {@code flannel.1}: the link of the tunnel, and for each other node a route, a MAC, a VTEP. */
final class Overlay {
  /** What VXLAN adds to a packet, in bytes. */
  private static final int OVERHEAD = 50;

  private static final int DEFAULT_PORT = 8472;

  private final NetworkNamespace node;
  private final NetConf config;
  private Vxlan link;

  private Overlay(NetworkNamespace node, NetConf config, Vxlan link) {
    this.node = node;
    this.config = config;
    this.link = link;
  }

  /**
   * Makes the link, or takes the one there is if it is alike.
   *
   * @param underlay the link to the other nodes
   * @param mac the address it had before; empty for a random one
   */
  static Overlay create(
      NetworkNamespace node,
      NetConf config,
      Link underlay,
      Ipv4Address local,
      Optional<MacAddress> mac) {
    return new Overlay(node, config, ensure(node, config, underlay, local, mac));
  }

  private static Vxlan ensure(
      NetworkNamespace node,
      NetConf config,
      Link underlay,
      Ipv4Address local,
      Optional<MacAddress> mac) {
    String name = "flannel." + config.vni();
    VxlanSettings settings =
        VxlanSettings.of(config.vni())
            .local(local)
            .device(underlay)
            .port(config.port() == 0 ? DEFAULT_PORT : config.port())
            .noLearning();
    Optional<Link> existing = node.links().find(name);
    if (existing.isPresent()
        && existing.get() instanceof Vxlan vxlan
        && vxlan.settings().equals(settings)) {
      return vxlan;
    }
    existing.ifPresent(Link::delete);
    Vxlan vxlan = node.links().addVxlan(name, settings);
    mac.ifPresent(vxlan::setAddress);
    vxlan.setMtu(underlay.mtu() - OVERHEAD);
    vxlan.options().setQueueLength(0); // flanneld leaves the field at zero
    return vxlan;
  }

  /** Creates a deleted link again, as flanneld does: without what led to the others. */
  void recreate(Link underlay, Ipv4Address local, MacAddress mac, Ipv4Prefix subnet) {
    link = ensure(node, config, underlay, local, Optional.of(mac));
    configure(subnet);
  }

  boolean isMissing() {
    return !link.exists();
  }

  String name() {
    return link.name();
  }

  MacAddress mac() {
    return link.address();
  }

  int mtu() {
    return link.mtu();
  }

  /** Gives the link the first address of the node's subnet, of that alone, and sets it up. */
  void configure(Ipv4Prefix subnet) {
    Ipv4Prefix own = Ipv4Prefix.of(subnet.address());
    List<LinkAddress> addresses = link.addresses();
    addresses.stream()
        .filter(address -> !address.local().equals(own))
        .forEach(address -> link.removeAddress(address.local()));
    if (addresses.stream().noneMatch(address -> address.local().equals(own))) {
      link.addAddress(own);
    }
    link.setUp();
  }

  /**
   * Leads packets to another node's pods through the tunnel.
   *
   * @throws ErrnoException if the kernel refuses, as when the link was deleted meanwhile
   */
  void add(Vtep vtep) {
    Ipv4Address gateway = vtep.subnet().address();
    node.neighbors().replace(gateway, link, vtep.mac(), NeighborState.PERMANENT);
    link.replaceFdb(vtep.forwarding());
    node.routes().replace(RouteRequest.to(vtep.subnet()).viaOnlink(gateway, link));
  }

  /** Takes {@link #add} back; what is gone already does not matter. */
  void remove(Vtep vtep) {
    Ipv4Address gateway = vtep.subnet().address();
    ignoringRefusal(() -> node.neighbors().delete(gateway, link));
    ignoringRefusal(() -> link.removeFdb(vtep.forwarding()));
    ignoringRefusal(
        () -> node.routes().delete(RouteRequest.to(vtep.subnet()).viaOnlink(gateway, link)));
  }

  private static void ignoringRefusal(Runnable change) {
    try {
      change.run();
    } catch (ErrnoException alreadyGone) {
      // flanneld logs it and goes on.
    }
  }
}
