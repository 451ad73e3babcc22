package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Classifier;
import dev.cnilab.netsim.link.Classifier.Action;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.TunnelKey;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.List;

/**
 * The links of a node that lead to pods: {@code cilium_host}, which has the router's address and to
 * which all routes lead, its peer {@code cilium_net}, and the tunnel {@code cilium_vxlan}.
 */
public final class HostLinks {
  /** The overhead of VXLAN, in bytes. */
  private static final int OVERHEAD = 50;

  private static final String HOST = "cilium_host";
  private static final String TUNNEL = "cilium_vxlan";
  private static final int PORT = 8472;

  private final NetworkNamespace node;
  private final Ipv4Address router;
  private final Ipcache ipcache;
  private final int mtu;

  /**
   * The links of a node.
   *
   * @param router the next hop of the node's pods
   * @param mtu of the link to the other nodes, which the pods' links have too
   */
  public HostLinks(NetworkNamespace node, Ipv4Address router, Ipcache ipcache, int mtu) {
    this.node = node;
    this.router = router;
    this.ipcache = ipcache;
    this.mtu = mtu;
  }

  /** The MTU of a pod's routes, in bytes. */
  public int routeMtu() {
    return mtu - OVERHEAD;
  }

  /** Creates what is missing, and attaches the programs again. */
  public void ensure() {
    if (node.links().find(HOST).isEmpty()) {
      Veth made = node.links().addVeth(HOST, node.links(), "cilium_net");
      for (Veth end : List.of(made, made.peer())) {
        end.setMtu(mtu);
        end.options().setArp(false); // the programs know where everything is
      }
      made.setUp();
      made.peer().setUp();
    }
    Veth host = (Veth) node.links().find(HOST).orElseThrow();
    Ipv4Prefix own = Ipv4Prefix.of(router);
    host.addresses().stream()
        .filter(address -> !address.local().equals(own))
        .forEach(address -> host.inet().remove(address.local()));
    if (host.addresses().isEmpty()) {
      host.inet().add(own, LinkAddress.Scope.LINK, null);
    }
    if (node.links().find(TUNNEL).isEmpty()) {
      Link made = node.links().addVxlan(TUNNEL, VxlanSettings.of(0).port(PORT).byKey());
      made.setMtu(mtu);
      made.setUp();
    }
    Vxlan tunnel = (Vxlan) node.links().find(TUNNEL).orElseThrow();
    host.trafficControl().classifyEgress(fromHost(tunnel));
    tunnel.trafficControl().classifyIngress(fromOverlay(tunnel));
    node.sysctl().set("net.ipv4.ip_forward", "1");
    node.routes().replace(RouteRequest.to(own).dev(host).protocol(Route.Protocol.KERNEL));
  }

  /** Sends packets for another node's pods into the tunnel; {@code from-host}. */
  private Classifier fromHost(Vxlan tunnel) {
    return skb ->
        skb.payload() instanceof Ipv4Packet packet
            ? ipcache
                .tunnelEndpoint(packet.destination())
                .map(remote -> intoTunnel(skb, tunnel, remote))
                .orElseGet(() -> new Action.Drop("Stale or unroutable IP"))
            : new Action.Pass();
  }

  private static Action intoTunnel(Skb skb, Vxlan tunnel, Ipv4Address remote) {
    skb.tunnelKey(new TunnelKey(0, remote));
    return new Action.Redirect(tunnel);
  }

  /** Delivers packets from the tunnel to this node; {@code from-overlay}. */
  private static Classifier fromOverlay(Vxlan tunnel) {
    return skb -> {
      skb.address(skb.source(), tunnel.address());
      return new Action.Pass();
    };
  }

  /** Routes to the pods of this node that have no link of their own yet. */
  public void routeToOwn(Ipv4Prefix pods) {
    node.routes().replace(toPods(pods));
  }

  /** Routes to the pods of another node. */
  public void route(Ipv4Prefix pods) {
    node.routes()
        .replace(toPods(pods).metrics(RouteMetrics.NONE.with(RouteMetrics.Metric.MTU, routeMtu())));
  }

  /** Undoes {@link #route}. */
  public void unroute(Ipv4Prefix pods) {
    try {
      node.routes().delete(RouteRequest.to(pods));
    } catch (ErrnoException alreadyGone) {
      // it is already deleted
    }
  }

  private RouteRequest toPods(Ipv4Prefix pods) {
    Link host = node.links().find(HOST).orElseThrow();
    return RouteRequest.to(pods).via(router, host).source(router).protocol(Route.Protocol.KERNEL);
  }
}
