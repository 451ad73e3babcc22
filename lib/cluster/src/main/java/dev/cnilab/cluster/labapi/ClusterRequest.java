package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Optional;

/**
 * What cluster is wanted.
 *
 * @param nodes the control plane and the workers
 */
public record ClusterRequest(Cni cni, int nodes, PodNetwork pods) {
  private static final int NODES = 3;

  /**
   * Reads the {@code spec} of a Cluster: {@code {cni, nodes, podCidr, nodeCidrMaskSize}}, each with
   * the default that {@code ./lab cluster} has.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if there is no such cluster
   */
  static ClusterRequest of(JsonNode spec) {
    String cni = spec.path("cni").asText("flannel");
    Optional<Cni> known = Cni.find(cni);
    if (known.isEmpty()) {
      throw ApiErrors.badRequest(
          "spec.cni: \"" + cni + "\" is not one of " + String.join(", ", Cni.names()));
    }
    PodNetwork standard = PodNetwork.standard();
    try {
      return new ClusterRequest(
          known.get(),
          spec.path("nodes").asInt(NODES),
          new PodNetwork(
              Ipv4Prefix.parse(spec.path("podCidr").asText(standard.cidr().toString())),
              spec.path("nodeCidrMaskSize").asInt(standard.nodeMaskBits())));
    } catch (IllegalArgumentException unfit) {
      throw ApiErrors.badRequest("spec: " + unfit.getMessage());
    }
  }

  ObjectNode toSpec() {
    return Json.object()
        .put("cni", cni.text())
        .put("nodes", nodes)
        .put("podCidr", pods.cidr().toString())
        .put("nodeCidrMaskSize", pods.nodeMaskBits());
  }
}
