package dev.cnilab.cluster.image.calico.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.CalicoIpam;
import dev.cnilab.cluster.image.calico.ipam.IpamException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The address of a node's end of a tunnel, from the node's own block ({@code allocateip}). */
public enum TunnelAddress {
  IPIP("ipip", "IPv4IPIPTunnelAddr", pool -> pool.ipip() != IpPool.Encapsulation.NEVER),
  VXLAN("vxlan", "IPv4VXLANTunnelAddr", pool -> pool.vxlan() != IpPool.Encapsulation.NEVER);

  private final String kind;
  private final String annotation;

  @SuppressWarnings("ImmutableEnumChecker") // a stateless function
  private final Predicate<IpPool> wanting;

  TunnelAddress(String kind, String annotation, Predicate<IpPool> wanting) {
    this.kind = kind;
    this.annotation = "projectcalico.org/" + annotation;
    this.wanting = wanting;
  }

  /** The annotation in which the node publishes it. */
  String annotation() {
    return annotation;
  }

  /** Whether a pool needs such a tunnel. */
  public boolean isWantedBy(IpPool pool) {
    return wanting.test(pool);
  }

  /** The node's address, assigned if necessary; empty if no pool needs such a tunnel. */
  public Optional<Ipv4Address> of(Datastore datastore, String node) throws IpamException {
    if (datastore.pools().stream().noneMatch(wanting)) {
      return Optional.empty();
    }
    String handle = kind + "-tunnel-addr-" + node;
    CalicoIpam ipam = new CalicoIpam(datastore);
    Optional<Ipv4Address> known = ipam.addressOf(handle);
    Ipv4Address address =
        known.isPresent()
            ? known.get()
            : ipam.assign(
                node,
                IpPool.TUNNEL,
                handle,
                new TreeMap<>(Map.of("node", node, "type", kind + "TunnelAddress")));
    tell(datastore, node, annotation, address.toString());
    return Optional.of(address);
  }

  /** Publishes a value as a node's annotation, unless it is already there. */
  public static void tell(Datastore datastore, String node, String annotation, String value) {
    Map<String, String> told = datastore.api().get(ResourceTypes.NODES, "", node).annotations();
    if (!value.equals(told.get(annotation))) {
      ObjectNode body = Json.object();
      body.putObject("metadata").putObject("annotations").put(annotation, value);
      datastore.api().patch(ResourceTypes.NODES, "", node, Patch.strategic(body).ofStatus());
    }
  }
}
