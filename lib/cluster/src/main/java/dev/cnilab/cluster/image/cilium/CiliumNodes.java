package dev.cnilab.cluster.image.cilium;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Optional;

/** The objects through which agents and operator share information about nodes: CiliumNode. */
record CiliumNodes(ApiClient client, ResourceType type) {
  static final ResourceType TYPE =
      ResourceType.clusterWide("cilium.io", "v2", "CiliumNode", "ciliumnodes");

  /** Available once the operator has defined the type; empty before. */
  static Optional<CiliumNodes> find(ApiClient client) {
    return client.types().stream()
        .filter(type -> type.qualifiedPlural().equals(TYPE.qualifiedPlural()))
        .findFirst()
        .map(type -> new CiliumNodes(client, type));
  }

  /** Creates the object of a node if it does not exist. */
  void ensure(String name, Ipv4Address internal) {
    if (client.find(type, "", name).isPresent()) {
      return;
    }
    try {
      client.create(
          type,
          KubeObject.named(type, "", name)
              .edit(json -> address(json.withObject("/spec"), "InternalIP", internal)));
    } catch (ApiException alreadyThere) {
      if (!alreadyThere.isAlreadyExists()) {
        throw alreadyThere;
      }
    }
  }

  private static void address(ObjectNode spec, String kind, Ipv4Address address) {
    spec.withArray("addresses").addObject().put("type", kind).put("ip", address.toString());
  }

  /** The range of a node; empty if it has none yet. */
  Optional<Ipv4Prefix> podCidr(String name) {
    return client.find(type, "", name).flatMap(CiliumNodes::podCidr);
  }

  static Optional<Ipv4Prefix> podCidr(KubeObject node) {
    String cidr = node.text("/spec/ipam/podCIDRs/0");
    return cidr.isEmpty() ? Optional.empty() : Optional.of(Ipv4Prefix.parse(cidr));
  }

  /** The address of a node of a type: {@code InternalIP} or {@code CiliumInternalIP}. */
  static Optional<Ipv4Address> address(KubeObject node, String kind) {
    return Optional.of(Json.first(node.at("/spec/addresses"), "type", kind))
        .filter(address -> !address.isMissingNode())
        .map(address -> Ipv4Address.parse(address.path("ip").asText()));
  }

  /** Gives a node its range of the pool. */
  void assign(String name, Ipv4Prefix cidr) {
    ObjectNode body = Json.object();
    body.withObject("/spec/ipam").putArray("podCIDRs").add(cidr.toString());
    client.patch(type, "", name, Patch.merge(body));
  }

  /** Publishes the addresses of a node's router and of its health endpoint. */
  void announce(String name, Ipv4Address internal, Ipv4Address router, Ipv4Address health) {
    ObjectNode body = Json.object();
    ObjectNode spec = body.withObject("/spec");
    address(spec, "InternalIP", internal);
    address(spec, "CiliumInternalIP", router);
    spec.withObject("/health").put("ipv4", health.toString());
    client.patch(type, "", name, Patch.merge(body));
  }
}
