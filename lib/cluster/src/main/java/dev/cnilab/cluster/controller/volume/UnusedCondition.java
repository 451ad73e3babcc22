package dev.cnilab.cluster.controller.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;

/** The condition {@code Unused} of a claim: since when no pod mounts it, new in 1.37. */
final class UnusedCondition {
  private static final String TYPE = "Unused";

  private UnusedCondition() {}

  /**
   * The claim with its current condition.
   *
   * @param used whether a pod that has not ended refers to it
   * @param now for a condition that changes
   */
  static KubeObject on(KubeObject claim, boolean used, String now) {
    String status = used ? "False" : "True";
    for (JsonNode condition : claim.at("/status/conditions")) {
      if (condition.path("type").asText().equals(TYPE)
          && condition.path("status").asText().equals(status)) {
        return claim;
      }
    }
    return claim.edit(json -> put(json, used, status, now));
  }

  private static void put(ObjectNode json, boolean used, String status, String now) {
    ArrayNode conditions = Json.array();
    for (JsonNode condition : json.at("/status/conditions")) {
      if (!condition.path("type").asText().equals(TYPE)) {
        conditions.add(condition);
      }
    }
    ObjectNode condition = conditions.addObject();
    condition.put("type", TYPE).put("status", status).putNull("lastProbeTime");
    condition
        .put("lastTransitionTime", now)
        .put("reason", used ? "PodUsingPVC" : "NoPodsUsingPVC")
        .put(
            "message",
            used
                ? "At least one pod is currently referencing this PVC"
                : "No pods are currently referencing this PVC");
    json.withObject("/status").set("conditions", conditions);
  }
}
