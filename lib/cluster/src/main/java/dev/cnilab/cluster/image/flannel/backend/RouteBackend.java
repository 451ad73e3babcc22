package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoStruct;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.cluster.image.flannel.subnet.NetConf;
import dev.cnilab.cluster.image.flannel.subnet.SubnetManager;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.function.Function;

/**
 * Backends that only need routes via the other nodes: {@code pkg/backend/route_network}. With
 * {@code host-gw} these lead over the link between the nodes, with {@code ipip} into a tunnel.
 */
final class RouteBackend implements Backend {
  private static final String TUNNEL = "flannel.ipip";
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final String name;
  private final Ipv4Prefix subnet;
  private final int mtu;
  private final Function<Lease, PodCidrRoute> way;
  private final NodeRoutes routes;
  private final FlanneldLog log;

  private RouteBackend(
      String name,
      Ipv4Prefix subnet,
      int mtu,
      Function<Lease, PodCidrRoute> way,
      NetworkNamespace node,
      FlanneldLog log) {
    this.name = name;
    this.subnet = subnet;
    this.mtu = mtu;
    this.way = way;
    this.routes = new NodeRoutes(node, log);
    this.log = log;
  }

  /** The nodes are each other's gateways, as all are on one link. */
  static RouteBackend hostGateway(
      SubnetManager manager, NetworkNamespace node, ExternalInterface external, FlanneldLog log)
      throws FlanneldExit {
    Link link = external.link();
    Ipv4Prefix subnet = manager.acquireLease(external.publicIp(), "host-gw", null, log);
    Function<Lease, PodCidrRoute> way =
        lease -> new PodCidrRoute(lease.subnet(), lease.publicIp(), link, false);
    return new RouteBackend("host-gw", subnet, link.mtu(), way, node, log);
  }

  /** Packets are encapsulated from node to node, through routers that know nothing of pods. */
  static RouteBackend ipip(
      SubnetManager manager, NetworkNamespace node, ExternalInterface external, FlanneldLog log)
      throws FlanneldExit {
    NetConf netConf = manager.config();
    boolean direct = directRouting(netConf);
    log.info("ipip.go:68", "IPIP config: DirectRouting=" + direct);
    Ipv4Prefix subnet = manager.acquireLease(external.publicIp(), "ipip", null, log);
    try {
      Ipip tunnel = tunnel(node, external, log);
      OwnAddress.ensure(tunnel, subnet.address(), netConf.network());
      tunnel.setUp();
      Function<Lease, PodCidrRoute> way =
          lease ->
              new PodCidrRoute(
                  lease.subnet(),
                  lease.publicIp(),
                  direct && DirectRouting.isOne(node, lease.publicIp()) ? external.link() : tunnel,
                  true);
      return new RouteBackend("ipip", subnet, tunnel.mtu(), way, node, log);
    } catch (ErrnoException refused) {
      throw FlanneldExit.registering(GoText.errno(refused));
    }
  }

  private static boolean directRouting(NetConf config) throws FlanneldExit {
    try {
      return GoStruct.of("", config.backend()).isSet("DirectRouting", false);
    } catch (GoJsonException wrong) {
      throw FlanneldExit.registering("error decoding IPIP backend config: " + wrong.getMessage());
    }
  }

  /** The tunnel's link, re-created if its local address is not this node's. */
  private static Ipip tunnel(NetworkNamespace node, ExternalInterface external, FlanneldLog log)
      throws FlanneldExit {
    Link existing = node.links().find(TUNNEL).orElse(null);
    if (existing != null && !(existing instanceof Ipip)) {
      throw FlanneldExit.registering(
          TUNNEL + " isn't an ipip mode device, please remove device and try again");
    }
    if (existing instanceof Ipip old
        && (!external.address().equals(old.local()) || old.remote() != null)) {
      log.warning(
          "ipip.go:165",
          "\"%s\" already exists with incompatible attributes: local=%s remote=%s; recreating device"
              .formatted(
                  TUNNEL,
                  old.local() == null ? "0.0.0.0" : old.local(),
                  old.remote() == null ? "0.0.0.0" : old.remote()));
      old.delete();
    }
    int mtu = external.link().mtu() - Ipip.OVERHEAD;
    if (mtu <= 0) {
      throw FlanneldExit.registering(
          "MTU %d of iface %s is too small for ipip mode to work"
              .formatted(external.link().mtu(), external.link().name()));
    }
    Ipip tunnel =
        existing instanceof Ipip kept && kept.exists()
            ? kept
            : node.links().addIpip(TUNNEL, external.address(), null);
    log.info("ipip.go:187", "current MTU of " + TUNNEL + " is 0, setting it to " + mtu);
    tunnel.setMtu(mtu);
    return tunnel;
  }

  @Override
  public Ipv4Prefix subnet() {
    return subnet;
  }

  @Override
  public int mtu() {
    return mtu;
  }

  @Override
  public void run(Process process) {
    log.info("route_network.go:56", "Watching for new subnet leases");
    Task check =
        process.loop().spawn("flanneld checks routes", () -> recoverRoutes(process.loop()));
    process.onExit(status -> check.interrupt());
  }

  private void recoverRoutes(EventLoop loop) {
    while (true) {
      loop.sleep(CHECK);
      routes.recover();
    }
  }

  @Override
  public void added(Lease lease) {
    if (isOwn(lease, "route_network.go:88")) {
      log.info(
          "route_network.go:93", "Subnet added: " + lease.subnet() + " via " + lease.publicIp());
      routes.add(way.apply(lease));
    }
  }

  @Override
  public void removed(Lease lease) {
    if (isOwn(lease, "route_network.go:108")) {
      log.info("route_network.go:113", "Subnet removed: " + lease.subnet());
      routes.remove(way.apply(lease));
    }
  }

  private boolean isOwn(Lease lease, String place) {
    boolean own = lease.backendType().equals(name);
    if (!own) {
      log.warning(place, "Ignoring non-" + name + " subnet: type=" + lease.backendType());
    }
    return own;
  }

  @Override
  public void stop() {
    log.info("route_network.go:76", "evts chan closed");
  }
}
