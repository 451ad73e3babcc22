package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.io.IOException;
import java.util.Optional;

/**
 * The veth pair between a pod and its node. The pod sends everything to a gateway that does not
 * exist, 169.254.1.1; the node answers for it (proxy ARP) and routes.
 */
record PodVeth(CmdArgs args, String hostLink) {
  private static final Ipv4Address GATEWAY = Ipv4Address.parse("169.254.1.1");
  private static final MacAddress HOST_MAC = MacAddress.parse("ee:ee:ee:ee:ee:ee");

  /** The file in which calico/node records the largest MTU that fits into its tunnels. */
  private static final String MTU_FILE = "/var/lib/calico/mtu";

  private static final int DEFAULT_MTU = 1500;

  void add(Ipv4Prefix address) throws CniException {
    NetworkNamespace pod;
    try {
      pod = args.openNetns();
    } catch (CniException refused) {
      throw refused.during("error adding host side routes for interface: " + hostLink + ", error");
    }
    try {
      args.host().links().find(hostLink).ifPresent(Link::delete);
      Veth inside = pod.links().addVeth(args.ifName(), args.host().links(), hostLink);
      Veth outside = inside.peer();
      int mtu = mtu();
      inside.setMtu(mtu);
      outside.setMtu(mtu);
      outside.setAddress(HOST_MAC);
      outside.setUp();
      inside.setUp();
      inside.inet().add(address);
      pod.routes().add(RouteRequest.to(Ipv4Prefix.of(GATEWAY)).dev(inside));
      pod.routes().add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(GATEWAY, inside));
      pod.sysctl().set("net.ipv4.ip_forward", "0");
      configure(args.host().sysctl());
      routeOnHost(address, outside);
    } catch (ErrnoException refused) {
      throw new CniException(
          "error adding host side routes for interface: %s, error: %s"
              .formatted(hostLink, GoText.errno(refused)));
    }
  }

  /**
   * Lets the node answer for the gateway and forward the pod's packets. Only this link is
   * configured ({@code configureSysctls} of dataplane_linux.go): whether the node forwards at all
   * is up to Felix.
   */
  private void configure(Sysctl node) {
    node.set("net.ipv4.conf." + hostLink + ".route_localnet", "1");
    node.set("net.ipv4.neigh." + hostLink + ".proxy_delay", "0");
    node.set("net.ipv4.conf." + hostLink + ".proxy_arp", "1");
    node.set("net.ipv4.conf." + hostLink + ".forwarding", "1");
  }

  private void routeOnHost(Ipv4Prefix address, Link outside) throws CniException {
    Optional<Route> other =
        args.host().routes().list().stream()
            .filter(route -> route.destination().equals(address))
            .filter(route -> route.nextHops().stream().noneMatch(hop -> hop.device() == outside))
            .findFirst();
    if (other.isPresent()) {
      throw new CniException(
          "error adding host side routes for interface: %s, error: route (Ifindex: %d, Dst: %s, Scope: link) already exists for an interface other than '%s'"
              .formatted(hostLink, outside.index(), address, hostLink));
    }
    args.host()
        .routes()
        .replace(RouteRequest.to(address).dev(outside).scope(LinkAddress.Scope.LINK));
  }

  /** The MTU in the configuration, otherwise the one that calico/node has determined. */
  private int mtu() {
    int configured = args.config().path("mtu").asInt(0);
    if (configured > 0) {
      return configured;
    }
    try {
      return Integer.parseInt(args.process().files().readText(MTU_FILE).strip());
    } catch (IOException | NumberFormatException unknown) {
      return DEFAULT_MTU;
    }
  }

  /**
   * Deletes it, and with it the routes. Only the sandbox's own end is deleted: a veth of that name
   * on the node may belong to a new pod with the same name.
   */
  void delete() {
    args.findNetns().flatMap(pod -> pod.links().find(args.ifName())).ifPresent(Link::delete);
  }
}
