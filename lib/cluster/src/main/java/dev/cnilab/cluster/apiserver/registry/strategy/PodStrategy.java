package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.QosClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pods: they begin as Pending, and a deleted one stays until its kubelet has stopped it. */
public final class PodStrategy implements Strategy {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final long DEFAULT_GRACE = 30;
  private static final String GENERATION = "observedGeneration";

  /** The list of which an empty one is not the same as none. */
  private static final String CLAIMS = "resourceClaimStatuses";

  /** The fields of a status that a write without them does not remove. */
  private static final List<String> KEPT =
      List.of("qosClass", CLAIMS, "extendedResourceClaimStatus", GENERATION);

  @Override
  public void prepareForCreate(ObjectNode pod) {
    if (pod.at("/spec/terminationGracePeriodSeconds").asLong() < 0) {
      pod.withObject("/spec").put("terminationGracePeriodSeconds", 1);
    }
    ObjectNode status = pod.withObject("/status").put("phase", "Pending");
    status.put("qosClass", QosClass.of(pod.path("spec")));
    if (!pod.at("/spec/schedulingGates").isEmpty()) {
      status
          .withArray("/conditions")
          .addObject()
          .putNull("lastProbeTime")
          .put("lastTransitionTime", pod.at("/metadata/creationTimestamp").asText())
          .put("message", "Scheduling is blocked due to non-empty scheduling gates")
          .put("reason", "SchedulingGated")
          .put("status", "False")
          .put("type", "PodScheduled");
    }
  }

  /** What old kubelets leave out stays; an empty list clears. */
  @Override
  public void prepareForStatus(ObjectNode pod, KubeObject old) {
    ObjectNode status = pod.withObject("/status");
    for (String field : KEPT) {
      JsonNode before = old.at("/status/" + field);
      if (!status.has(field) && !before.isMissingNode()) {
        status.set(field, before.deepCopy());
      }
    }
    if (status.path(CLAIMS).isArray() && status.path(CLAIMS).isEmpty()) {
      status.remove(CLAIMS);
    }
    keepGenerations(status, old);
  }

  /** The n-th condition of a type that says nothing about a generation has that of the old n-th. */
  private static void keepGenerations(ObjectNode status, KubeObject old) {
    Map<String, Deque<JsonNode>> before = new HashMap<>();
    for (JsonNode condition : old.at("/status/conditions")) {
      before
          .computeIfAbsent(condition.path("type").asText(), type -> new ArrayDeque<>())
          .add(condition.path(GENERATION));
    }
    for (JsonNode condition : status.path("conditions")) {
      JsonNode known =
          before.getOrDefault(condition.path("type").asText(), new ArrayDeque<>()).poll();
      if (known != null && known.isNumber() && !condition.has(GENERATION)) {
        ((ObjectNode) condition).set(GENERATION, known);
      }
    }
  }

  @Override
  public long gracePeriod(KubeObject pod, DeleteOptions options) {
    if (pod.text("/spec/nodeName").isEmpty() || ENDED.contains(pod.text("/status/phase"))) {
      return 0;
    }
    return options
        .gracePeriodSeconds()
        .orElseGet(() -> pod.at("/spec/terminationGracePeriodSeconds").asLong(DEFAULT_GRACE));
  }
}
