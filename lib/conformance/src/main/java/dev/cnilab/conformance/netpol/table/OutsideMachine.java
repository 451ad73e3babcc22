package dev.cnilab.conformance.netpol.table;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.HashSet;
import java.util.Set;

/** A machine beside the nodes that is not part of the cluster and has many addresses. */
final class OutsideMachine {
  private static final Ipv4Prefix OWN = Ipv4Prefix.parse("172.30.0.200/24");

  private final Cluster cluster;
  private final NetworkNamespace network;
  private final Set<Ipv4Address> known = new HashSet<>();

  private OutsideMachine(Cluster cluster, NetworkNamespace network) {
    this.cluster = cluster;
    this.network = network;
  }

  /** Connects it to the nodes' LAN. On the loop only. */
  static OutsideMachine connect(Cluster cluster) {
    Node node = cluster.nodes().getFirst();
    NetworkNamespace network = node.machine().network().newNamespace("outside");
    network.links().loopback().setUp();
    if (node.machine().networkNamespace().links().find("eth0").orElseThrow() instanceof Nic lan) {
      Nic eth0 = network.links().addNic("eth0", lan.segment());
      eth0.inet().add(OWN);
      eth0.setUp();
    }
    return new OutsideMachine(cluster, network);
  }

  /** Gives it an address, and the nodes a route to it. */
  Station station(Ipv4Address address, SourcePorts ports) {
    if (known.add(address)) {
      network.links().find("eth0").orElseThrow().inet().add(Ipv4Prefix.of(address));
      for (Node node : cluster.nodes()) {
        node.machine()
            .networkNamespace()
            .routes()
            .replace(RouteRequest.to(Ipv4Prefix.of(address)).via(OWN.address()));
      }
    }
    return new Station(network, address, ports);
  }

  /** Routes its packets for a pod to the pod's node. */
  void lead(Ipv4Address pod, Ipv4Address node) {
    network.routes().replace(RouteRequest.to(Ipv4Prefix.of(pod)).via(node));
  }
}
