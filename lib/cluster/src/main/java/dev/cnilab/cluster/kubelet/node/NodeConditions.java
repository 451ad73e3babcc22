package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.eviction.NodePressure;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sets the four conditions of a node that its kubelet owns; reports changes. */
final class NodeConditions {
  private final String node;
  private final Klog log;
  private final Consumer<String> events;
  private final Supplier<List<NodePressure>> pressures;

  /**
   * The conditions of one node.
   *
   * @param pressures the resources that the node is short of
   * @param events receives the reason of an event, such as {@code NodeReady}
   */
  NodeConditions(
      String node, Supplier<List<NodePressure>> pressures, Klog log, Consumer<String> events) {
    this.pressures = pressures;
    this.node = node;
    this.log = log;
    this.events = events;
  }

  /** Updates a status; any {@code errors} keep the node from being ready. */
  void set(ObjectNode status, List<String> errors, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ArrayNode conditions = status.withArray("conditions");
    List<NodePressure> found = pressures.get();
    if (found.contains(NodePressure.MEMORY)) {
      set(
          conditions,
          time,
          "MemoryPressure",
          "True",
          "HasInsufficientMemory",
          "insufficient memory available");
    } else {
      set(
          conditions,
          time,
          "MemoryPressure",
          "False",
          "HasSufficientMemory",
          "sufficient memory available");
    }
    if (found.contains(NodePressure.DISK)) {
      set(conditions, time, "DiskPressure", "True", "HasDiskPressure", "disk pressure");
    } else {
      set(conditions, time, "DiskPressure", "False", "HasNoDiskPressure", "no disk pressure");
    }
    set(conditions, time, "PIDPressure", "False", "HasSufficientPID", "sufficient PID available");
    setReady(conditions, errors, time);
  }

  private void set(
      ArrayNode conditions, String time, String type, String state, String reason, String message) {
    ObjectNode condition =
        Conditions.find(conditions, type)
            .map(ObjectNode.class::cast)
            .orElseGet(conditions::addObject);
    boolean isNew = !condition.path("status").asText().equals(state);
    if (isNew) {
      condition.put("lastTransitionTime", time);
    }
    condition
        .put("lastHeartbeatTime", time)
        .put("message", "kubelet has " + message)
        .put("reason", "Kubelet" + reason)
        .put("status", state)
        .put("type", type);
    if (isNew) {
      events.accept("Node" + reason);
    }
  }

  private void setReady(ArrayNode conditions, List<String> errors, String time) {
    boolean ready = errors.isEmpty();
    ObjectNode condition =
        Conditions.find(conditions, "Ready")
            .map(ObjectNode.class::cast)
            .orElseGet(conditions::addObject);
    String before = condition.path("status").asText();
    String status = ready ? "True" : "False";
    if (!before.equals(status)) {
      condition.put("lastTransitionTime", time);
    }
    condition
        .put("lastHeartbeatTime", time)
        .put("message", ready ? "kubelet is posting ready status" : aggregate(errors))
        .put("reason", ready ? "KubeletReady" : "KubeletNotReady")
        .put("status", status)
        .put("type", "Ready");
    if (!before.isEmpty() && !before.equals(status)) {
      events.accept(ready ? "NodeReady" : "NodeNotReady");
      if (!ready) {
        log.info(
            "setters.go:552",
            "Node became not ready",
            "node",
            node,
            "condition",
            ordered(condition));
      }
    }
  }

  /** The fields in the order in which Go marshals them. */
  private static JsonNode ordered(ObjectNode condition) {
    ObjectNode ordered = Json.object();
    for (String field :
        List.of("type", "status", "lastHeartbeatTime", "lastTransitionTime", "reason", "message")) {
      ordered.set(field, condition.path(field));
    }
    return ordered;
  }

  private static String aggregate(List<String> errors) {
    return errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
  }
}
