package dev.cnilab.cluster.node;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.route.RouteRequest;

/**
 * The LAN the nodes are plugged into, 172.30.0.0/24, and its router, which leads nowhere and is the
 * nodes' name server.
 */
public final class Lan {
  private static final Ipv4Address ROUTER = Ipv4Address.parse("172.30.0.1");
  private static final int PREFIX_LENGTH = 24;

  private final Segment segment;

  public Lan(Network network) {
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
    eth0.addAddress(new Ipv4Prefix(address, PREFIX_LENGTH));
    eth0.setUp();
    return eth0;
  }
}
