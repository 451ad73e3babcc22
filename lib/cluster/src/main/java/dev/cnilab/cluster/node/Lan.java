package dev.cnilab.cluster.node;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;

/**
 * The nodes' LAN, 172.30.0.0/24 or, with many nodes, /16, and its router, which leads nowhere and
 * is the nodes' DNS server.
 */
public final class Lan {
  private static final Ipv4Address ROUTER = Ipv4Address.parse("172.30.0.1");

  /** A /24 has room for this many nodes besides the router and whatever a person may connect. */
  private static final int MOST_NODES = 240;

  private final Segment segment;
  private final int prefixLength;

  /**
   * Creates the LAN.
   *
   * @param nodes how many will be connected, up to 5,000
   */
  public Lan(Network network, int nodes) {
    prefixLength = nodes <= MOST_NODES ? 24 : 16;
    segment = network.newSegment("lan");
    NetworkNamespace router = network.newNamespace("router");
    router.links().loopback().setUp();
    plug(router, ROUTER);
    LanDnsServer.start(router);
  }

  /**
   * Connects a node: gives it its eth0, its address and its default route, and writes them to its
   * boot configuration.
   */
  void connect(Machine node, Ipv4Address address) throws IOException {
    NetworkNamespace namespace = node.networkNamespace();
    namespace.links().loopback().setUp();
    Nic eth0 = configure(node.plug("eth0", segment), address);
    namespace.routes().add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(ROUTER, eth0));
    node.files().createDirectories("/etc/network");
    node.files()
        .write(
            "/etc/network/interfaces",
            """
            auto lo
            iface lo inet loopback

            auto eth0
            iface eth0 inet manual
                up ip link set eth0 up
                up ip address add %s/%d dev eth0
                up ip route add default via %s
                down ip address flush dev eth0
                down ip link set eth0 down
            """
                .formatted(address, prefixLength, ROUTER));
  }

  private void plug(NetworkNamespace namespace, Ipv4Address address) {
    configure(namespace.links().addNic("eth0", segment), address);
  }

  private Nic configure(Nic eth0, Ipv4Address address) {
    eth0.inet().add(new Ipv4Prefix(address, prefixLength));
    eth0.setUp();
    return eth0;
  }
}
