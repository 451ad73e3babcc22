package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whether a node's status has changed by more than a heartbeat. */
final class NodeStatusChange {
  private NodeStatusChange() {}

  /** Whether two statuses differ in more than heartbeats; a missing string equals an empty one. */
  static boolean between(JsonNode one, JsonNode other) {
    return !essence(one).equals(essence(other));
  }

  private static JsonNode essence(JsonNode status) {
    JsonNode copy = status.deepCopy();
    for (JsonNode condition : copy.path("conditions")) {
      ((ObjectNode) condition).remove("lastHeartbeatTime");
    }
    removeEmptyTexts(copy);
    return copy;
  }

  private static void removeEmptyTexts(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      object.removeIf(value -> value.isTextual() && value.asText().isEmpty());
    }
    tree.forEach(NodeStatusChange::removeEmptyTexts);
  }
}
