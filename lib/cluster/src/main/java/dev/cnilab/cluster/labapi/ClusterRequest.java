package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.time.Duration;
import java.util.Optional;

/**
 * The cluster that is requested.
 *
 * @param nodes the control plane and the workers
 * @param age for how long it should have been ready by its own clock, which is advanced by that
 *     time; 0 to a day
 */
public record ClusterRequest(Cni cni, int nodes, PodNetwork pods, Duration age) {
  private static final int NODES = 3;
  private static final long OLDEST = Duration.ofDays(1).toSeconds();

  /**
   * Reads the {@code spec} of a Cluster: {@code {cni, nodes, podCidr, nodeCidrMaskSize}}, with the
   * same defaults as {@code ./lab cluster}, and {@code ageSeconds}, 0 by default.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if such a cluster is impossible
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
              spec.path("nodeCidrMaskSize").asInt(standard.nodeMaskBits())),
          age(spec.path("ageSeconds").asLong()));
    } catch (IllegalArgumentException unfit) {
      throw ApiErrors.badRequest("spec: " + unfit.getMessage());
    }
  }

  private static Duration age(long seconds) {
    if (seconds < 0 || seconds > OLDEST) {
      throw new IllegalArgumentException(
          "ageSeconds is 0 to %d, not %d".formatted(OLDEST, seconds));
    }
    return Duration.ofSeconds(seconds);
  }

  ObjectNode toSpec() {
    return Json.object()
        .put("cni", cni.text())
        .put("nodes", nodes)
        .put("podCidr", pods.cidr().toString())
        .put("nodeCidrMaskSize", pods.nodeMaskBits())
        .put("ageSeconds", age.toSeconds());
  }
}
