package dev.cnilab.cluster.node;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.route.RouteRequest;

/**
 * The LAN the nodes are plugged into, 172.30.0.0/24 or, with many, /16, and its router, which leads
 * nowhere and is the nodes' name server.
 */
public final class Lan {
  private static final Ipv4Address ROUTER = Ipv4Address.parse("172.30.0.1");

  /** A /24 has room for so many nodes beside the router and what a person may plug in. */
  private static final int MOST_NODES = 240;

  private final Segment segment;
  private final int prefixLength;

  /**
   * Lays the cables.
   *
   * @param nodes how many are to be plugged in, to 5,000
   */
  public Lan(Network network, int nodes) {
    prefixLength = nodes <= MOST_NODES ? 24 : 16;
    segment = network.newSegment("lan");
    NetworkNamespace router = network.newNamespace("router");
    router.links().loopback().setUp();
    plug(router, ROUTER);
    NameServer.start(router);
  }

  /** Gives a node its eth0, its address and its default route. */
  void connect(NetworkNamespace node, Ipv4Address address) {
    node.links().loopback().setUp();
    Nic eth0 = plug(node, address);
    node.routes().add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(ROUTER, eth0));
  }

  private Nic plug(NetworkNamespace namespace, Ipv4Address address) {
    Nic eth0 = namespace.links().addNic("eth0", segment);
    eth0.addAddress(new Ipv4Prefix(address, prefixLength));
    eth0.setUp();
    return eth0;
  }
}
