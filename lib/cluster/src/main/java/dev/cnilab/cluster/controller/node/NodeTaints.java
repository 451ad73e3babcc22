package dev.cnilab.cluster.controller.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.placement.Taint.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The taints that a node's conditions imply, and how they are added and removed. */
final class NodeTaints {
  static final Taint NOT_READY = Taint.of("node.kubernetes.io/not-ready", Effect.NO_EXECUTE);
  static final Taint UNREACHABLE = Taint.of("node.kubernetes.io/unreachable", Effect.NO_EXECUTE);

  private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
  private static final Map<String, String> BY_CONDITION =
      Map.of(
          "Ready=False", NOT_READY.key(),
          "Ready=Unknown", UNREACHABLE.key(),
          "MemoryPressure=True", "node.kubernetes.io/memory-pressure",
          "DiskPressure=True", "node.kubernetes.io/disk-pressure",
          "PIDPressure=True", "node.kubernetes.io/pid-pressure",
          "NetworkUnavailable=True", "node.kubernetes.io/network-unavailable");
  private static final Set<String> OWN_KEYS = new HashSet<>(BY_CONDITION.values());

  private NodeTaints() {}

  /** The NoSchedule taints that a node's conditions imply. */
  static List<Taint> wanted(KubeObject node) {
    List<Taint> taints = new ArrayList<>();
    for (JsonNode condition : node.at("/status/conditions")) {
      String state = condition.path("type").asText() + "=" + condition.path("status").asText();
      String key = BY_CONDITION.get(state);
      if (key != null) {
        taints.add(Taint.of(key, Effect.NO_SCHEDULE));
      }
    }
    if (node.at("/spec/unschedulable").asBoolean()) {
      taints.add(Taint.of(UNSCHEDULABLE, Effect.NO_SCHEDULE));
    }
    return taints;
  }

  /** The NoSchedule taints on a node that come from its conditions. */
  static List<Taint> present(KubeObject node) {
    return Taint.of(node).stream()
        .filter(taint -> taint.effect() == Effect.NO_SCHEDULE)
        .filter(taint -> OWN_KEYS.contains(taint.key()) || taint.key().equals(UNSCHEDULABLE))
        .toList();
  }

  static boolean has(KubeObject node, Taint taint) {
    return Taint.of(node).stream().anyMatch(taint::matches);
  }

  /** Adds some taints and removes others; does nothing if the node is gone. */
  static void swap(
      ApiClient client, String name, List<Taint> add, List<Taint> remove, String time) {
    KubeObject node = client.find(ResourceTypes.NODES, "", name).orElse(null);
    if (node == null) {
      return;
    }
    ArrayNode taints = Json.array();
    for (JsonNode json : node.at("/spec/taints")) {
      Taint taint = Taint.read(json);
      if (remove.stream().noneMatch(taint::matches) && add.stream().noneMatch(taint::matches)) {
        taints.add(json.deepCopy());
      }
    }
    add.forEach(taint -> taints.add(taint.toJson().put("timeAdded", time)));
    if (taints.equals(node.at("/spec/taints"))) {
      return;
    }
    ObjectNode change = Json.object();
    change.putObject("metadata").put("resourceVersion", node.resourceVersion());
    change.putObject("spec").set("taints", taints.isEmpty() ? Json.object().nullNode() : taints);
    try {
      client.patch(ResourceTypes.NODES, "", name, Patch.merge(change));
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }
}
