package dev.cnilab.cluster.controller.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a node was last heard of, by the time at which a change of its lease or status was observed,
 * so that clocks need not agree.
 *
 * @param heartbeat the Ready condition's lastHeartbeatTime, "" without one
 * @param renewTime of the lease, "" without one
 */
record NodeHealth(String heartbeat, String renewTime, Instant probed) {
  /** How long a node may be silent (--node-monitor-grace-period, 50 s since 1.32). */
  private static final Duration GRACE = Duration.ofSeconds(50);

  /** The same for a node that has never reported (--node-startup-grace-period). */
  private static final Duration STARTUP_GRACE = Duration.ofMinutes(1);

  private static final List<String> OF_KUBELET =
      List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

  static NodeHealth observe(
      @Nullable NodeHealth before, KubeObject node, String renewTime, Instant now) {
    String heartbeat =
        ready(node).map(condition -> condition.path("lastHeartbeatTime").asText("")).orElse("");
    if (before == null) {
      Instant probed =
          heartbeat.isEmpty() ? Instant.parse(node.text("/metadata/creationTimestamp")) : now;
      return new NodeHealth(heartbeat, renewTime, probed);
    }
    boolean heard =
        !heartbeat.equals(before.heartbeat)
            || (!renewTime.isEmpty() && !renewTime.equals(before.renewTime));
    return new NodeHealth(heartbeat, renewTime, heard ? now : before.probed);
  }

  boolean isSilent(Instant now) {
    return now.isAfter(probed.plus(heartbeat.isEmpty() ? STARTUP_GRACE : GRACE));
  }

  NodeHealth probedAt(Instant time) {
    return new NodeHealth(heartbeat, renewTime, time);
  }

  /** The status of a node's Ready condition, {@code Unknown} without one. */
  static String status(KubeObject node) {
    return ready(node).map(condition -> condition.path("status").asText()).orElse("Unknown");
  }

  /** The node with all conditions of its kubelet unknown. */
  static KubeObject silent(KubeObject node, String now) {
    return node.edit(
        json -> {
          ArrayNode conditions = json.withObject("/status").withArray("/conditions");
          for (String type : OF_KUBELET) {
            JsonNode present = Conditions.find(conditions, type).orElse(null);
            if (present == null) {
              Conditions.put(
                  conditions,
                  Conditions.of(
                          type,
                          "Unknown",
                          "NodeStatusNeverUpdated",
                          "Kubelet never posted node status.")
                      .put("lastHeartbeatTime", node.text("/metadata/creationTimestamp"))
                      .put("lastTransitionTime", now));
            } else if (!present.path("status").asText().equals("Unknown")) {
              ((ObjectNode) present)
                  .put("status", "Unknown")
                  .put("reason", "NodeStatusUnknown")
                  .put("message", "Kubelet stopped posting node status.")
                  .put("lastTransitionTime", now);
            }
          }
        });
  }

  static java.util.Optional<JsonNode> ready(KubeObject node) {
    return Conditions.find(node.at("/status/conditions"), "Ready");
  }
}
