package dev.cnilab.cluster.kubelet.resize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The progress of a pod's resize, as in its conditions.
 *
 * @param type one of the two types below
 * @param reason {@code Deferred} while the node is too full, or empty
 * @param generation of the pod that asks for the change
 */
record ResizeCondition(String type, String reason, String message, long generation, Instant since) {
  static final String PENDING = "PodResizePending";
  static final String IN_PROGRESS = "PodResizeInProgress";

  /** Whether another condition means the same, ignoring its time and message. */
  boolean saysAsMuchAs(ResizeCondition other) {
    return reason.equals(other.reason) && generation == other.generation;
  }

  ObjectNode toJson() {
    String time = since.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode json = Json.object().put("lastProbeTime", time).put("lastTransitionTime", time);
    if (!message.isEmpty()) {
      json.put("message", message);
    }
    json.put("observedGeneration", generation);
    if (!reason.isEmpty()) {
      json.put("reason", reason);
    }
    return json.put("status", "True").put("type", type);
  }
}
