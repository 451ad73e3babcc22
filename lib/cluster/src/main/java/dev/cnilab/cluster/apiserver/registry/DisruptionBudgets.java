package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a pod may be evicted, from the status of its PodDisruptionBudget; {@code
 * pkg/registry/core/pod/storage/eviction.go} of Kubernetes.
 */
final class DisruptionBudgets {
  /** Phases in which the loss of a pod does not count. */
  private static final Set<String> NOT_AT_WORK = Set.of("Pending", "Succeeded", "Failed");

  /** How many evictions may be granted before the disruption controller has seen them. */
  private static final int MOST_DISRUPTED = 2000;

  /** After how many seconds an eviction may be retried. */
  private static final int RETRY_AFTER = 10;

  private final ObjectStore store;
  private final Registry registry;
  private final ObjectMetadata metadata;

  DisruptionBudgets(ObjectStore store, Registry registry, ObjectMetadata metadata) {
    this.store = store;
    this.registry = registry;
    this.metadata = metadata;
  }

  /**
   * Takes one disruption from the budget that covers a pod, if there is one and it counts the pod.
   *
   * @throws ApiException 429 if the budget has none left, or its controller has not yet processed
   *     it; 500 if more than one budget covers the pod; 403 if too many evictions are in progress
   */
  void spend(KubeObject pod, Requester requester) {
    if (pod.isTerminating() || NOT_AT_WORK.contains(new Pod(pod).phase())) {
      return;
    }
    List<KubeObject> covering = store.listSelecting(ResourceTypes.POD_DISRUPTION_BUDGETS, pod);
    if (covering.size() > 1) {
      throw new ApiException(
          ApiStatus.of(
              500,
              "",
              "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                  + " not support."));
    }
    for (KubeObject budget : covering) {
      if (new Pod(pod).isReady() || !mayLoseUnhealthy(budget)) {
        requireRoom(budget);
        take(pod, budget, requester);
      }
    }
  }

  /** Whether a pod that is not ready may be evicted without being counted. */
  private static boolean mayLoseUnhealthy(KubeObject budget) {
    long desired = budget.at("/status/desiredHealthy").asLong();
    return budget.text("/spec/unhealthyPodEvictionPolicy").equals("AlwaysAllow")
        || (desired > 0 && budget.at("/status/currentHealthy").asLong() >= desired);
  }

  private static void requireRoom(KubeObject budget) {
    if (budget.at("/status/observedGeneration").asLong() < budget.generation()) {
      throw refused(
          RETRY_AFTER,
          "The disruption budget %s is still being processed by the server."
              .formatted(budget.name()));
    }
    if (budget.at("/status/disruptedPods").size() > MOST_DISRUPTED) {
      throw ApiErrors.forbidden(
          ResourceTypes.POD_DISRUPTION_BUDGETS,
          budget.name(),
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    }
    if (budget.at("/status/disruptionsAllowed").asLong() == 0) {
      throw refused(0, whyNone(budget));
    }
  }

  private static String whyNone(KubeObject budget) {
    JsonNode condition =
        Conditions.find(budget.at("/status/conditions"), "DisruptionAllowed")
            .filter(each -> each.path("reason").asText().equals("SyncFailed"))
            .orElse(Json.object());
    return condition.isEmpty()
        ? "The disruption budget %s needs %d healthy pods and has %d currently"
            .formatted(
                budget.name(),
                budget.at("/status/desiredHealthy").asLong(),
                budget.at("/status/currentHealthy").asLong())
        : "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
            .formatted(budget.name(), condition.path("message").asText());
  }

  private void take(KubeObject pod, KubeObject budget, Requester requester) {
    long left = budget.at("/status/disruptionsAllowed").asLong() - 1;
    KubeObject spent =
        budget.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              status.put("disruptionsAllowed", left);
              status.withObject("/disruptedPods").put(pod.name(), metadata.timestamp(0));
              if (left == 0) {
                Conditions.put(status.withArray("/conditions"), none(budget));
              }
            });
    registry.replace(ResourceTypes.POD_DISRUPTION_BUDGETS, budget, spent, requester.unrecorded());
  }

  private ObjectNode none(KubeObject budget) {
    return Conditions.of("DisruptionAllowed", "False", "InsufficientPods", "")
        .put("lastTransitionTime", metadata.timestamp(0))
        .put("observedGeneration", budget.generation());
  }

  private static ApiException refused(int retryAfter, String cause) {
    ObjectNode details = Json.object();
    ArrayNode causes = details.putArray("causes");
    causes.addObject().put("reason", "DisruptionBudget").put("message", cause);
    if (retryAfter > 0) {
      details.put("retryAfterSeconds", retryAfter);
    }
    return new ApiException(
        new ApiStatus(
            429,
            "TooManyRequests",
            "Cannot evict pod as it would violate the pod's disruption budget.",
            details));
  }
}
