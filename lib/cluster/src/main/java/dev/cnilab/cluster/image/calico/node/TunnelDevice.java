package dev.cnilab.cluster.image.calico.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.Ipam;
import dev.cnilab.cluster.image.calico.ipam.IpamException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code tunl0}: carries packets to other nodes' pods in packets between nodes. */
record TunnelDevice(NetworkNamespace network) {
  private static final String NAME = "tunl0";
  private static final String ANNOTATION = "projectcalico.org/IPv4IPIPTunnelAddr";

  /** The greatest MTU that fits into what the pools use; the underlay's if they use no tunnel. */
  static int mtu(int underlay, List<IpPool> pools) {
    return pools.stream().anyMatch(pool -> pool.ipip() != IpPool.Encapsulation.NEVER)
        ? underlay - Ipip.OVERHEAD
        : underlay;
  }

  /** The address it has, out of the node's own block, or gets now ({@code allocateip}). */
  static Optional<Ipv4Address> address(Datastore datastore, String node) throws IpamException {
    if (datastore.pools().stream().allMatch(pool -> pool.ipip() == IpPool.Encapsulation.NEVER)) {
      return Optional.empty();
    }
    String handle = "ipip-tunnel-addr-" + node;
    Ipam ipam = new Ipam(datastore);
    Optional<Ipv4Address> known = ipam.addressOf(handle);
    Ipv4Address address =
        known.isPresent()
            ? known.get()
            : ipam.assign(
                node, handle, new TreeMap<>(Map.of("node", node, "type", "ipipTunnelAddress")));
    annotate(datastore, node, address.toString());
    return Optional.of(address);
  }

  /** Tells other nodes of the address, unless they know. */
  private static void annotate(Datastore datastore, String node, String address) {
    Map<String, String> told = datastore.api().get(ResourceTypes.NODES, "", node).annotations();
    if (!address.equals(told.get(ANNOTATION))) {
      ObjectNode body = Json.object();
      body.putObject("metadata").putObject("annotations").put(ANNOTATION, address);
      datastore.api().patch(ResourceTypes.NODES, "", node, Patch.strategic(body).ofStatus());
    }
  }

  /** Makes it as it should be, if it is not. */
  Link ensure(int mtu, Ipv4Address address) {
    Link link =
        network.links().find(NAME).orElseGet(() -> network.links().addIpip(NAME, null, null));
    if (link.mtu() != mtu) {
      link.setMtu(mtu);
    }
    Ipv4Prefix own = Ipv4Prefix.of(address);
    link.addresses().stream()
        .map(LinkAddress::local)
        .filter(other -> !other.equals(own))
        .forEach(link::removeAddress);
    if (link.addresses().isEmpty()) {
      link.addAddress(own);
    }
    if (!link.isUp()) {
      link.setUp();
    }
    return link;
  }

  Optional<Link> find() {
    return network.links().find(NAME);
  }
}
