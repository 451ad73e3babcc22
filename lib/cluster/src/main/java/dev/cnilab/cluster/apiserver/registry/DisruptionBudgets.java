package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/** Whether a pod may be evicted, by the PodDisruptionBudgets that speak of it. */
final class DisruptionBudgets {
  private final ObjectStore store;

  DisruptionBudgets(ObjectStore store) {
    this.store = store;
  }

  /**
   * Sees to it that a pod can be spared.
   *
   * @throws ApiException 429 if a budget would be overdrawn; who evicts tries again later
   */
  void requireRoom(KubeObject pod) {
    if (!isHealthy(pod)) {
      return;
    }
    for (KubeObject budget : store.list(ResourceTypes.POD_DISRUPTION_BUDGETS, pod.namespace())) {
      LabelSelector selector = LabelSelector.of(budget.at("/spec/selector"));
      if (selector.matches(pod.labels())) {
        List<KubeObject> covered =
            store.list(ResourceTypes.PODS, pod.namespace()).stream()
                .filter(other -> selector.matches(other.labels()))
                .toList();
        long healthy = covered.stream().filter(DisruptionBudgets::isHealthy).count();
        long needed = needed(budget, covered.size());
        if (healthy <= needed) {
          throw refused(budget.name(), needed, healthy);
        }
      }
    }
  }

  private static long needed(KubeObject budget, int covered) {
    JsonNode least = budget.at("/spec/minAvailable");
    return least.isMissingNode()
        ? covered - number(budget.at("/spec/maxUnavailable"), covered)
        : number(least, covered);
  }

  /** A number, or a percentage rounded up. */
  private static long number(JsonNode value, int all) {
    String text = value.asText("0");
    return text.endsWith("%")
        ? (Long.parseLong(text.substring(0, text.length() - 1)) * all + 99) / 100
        : Long.parseLong(text);
  }

  private static boolean isHealthy(KubeObject pod) {
    if (pod.isTerminating()) {
      return false;
    }
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static ApiException refused(String budget, long needed, long healthy) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "DisruptionBudget")
        .put(
            "message",
            "The disruption budget %s needs %d healthy pods and has %d currently"
                .formatted(budget, needed, healthy));
    return new ApiException(
        new ApiStatus(
            429,
            "TooManyRequests",
            "Cannot evict pod as it would violate the pod's disruption budget.",
            details));
  }
}
