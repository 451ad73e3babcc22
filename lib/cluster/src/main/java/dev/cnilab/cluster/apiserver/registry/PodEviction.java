package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.DisruptionTarget;
import java.util.Optional;

/** Deletes pods if their budgets allow it, as {@code kubectl drain} requests. */
final class PodEviction {
  private final Registry registry;
  private final Deletion deletion;
  private final DisruptionBudgets budgets;
  private final ObjectMetadata metadata;

  PodEviction(
      Registry registry, Deletion deletion, DisruptionBudgets budgets, ObjectMetadata metadata) {
    this.registry = registry;
    this.deletion = deletion;
    this.budgets = budgets;
    this.metadata = metadata;
  }

  /**
   * Evicts a pod.
   *
   * @throws dev.cnilab.cluster.client.ApiException 429 if its budget allows no disruption; 409 if a
   *     precondition fails; 400 if the eviction names another
   */
  void evict(KubeObject pod, KubeObject eviction, Requester requester) {
    if (!eviction.name().isEmpty() && !eviction.name().equals(pod.name())) {
      throw ApiErrors.badRequest("name in URL does not match name in Eviction object");
    }
    String uid = eviction.text("/deleteOptions/preconditions/uid");
    String version = eviction.text("/deleteOptions/preconditions/resourceVersion");
    JsonNode grace = eviction.at("/deleteOptions/gracePeriodSeconds");
    DeleteOptions options =
        new DeleteOptions(
            grace.isNumber() ? Optional.of(grace.asLong()) : Optional.empty(),
            DeleteOptions.Propagation.BACKGROUND,
            uid,
            "");
    Deletion.requireMeant(
        ResourceTypes.PODS,
        pod,
        new DeleteOptions(options.gracePeriodSeconds(), options.propagation(), uid, version));
    budgets.spend(pod, requester);
    KubeObject marked =
        registry.replace(ResourceTypes.PODS, pod, marked(pod), requester.unrecorded());
    deletion.delete(ResourceTypes.PODS, marked, options, requester);
  }

  private KubeObject marked(KubeObject pod) {
    return pod.edit(
        json ->
            json.withObject("/status")
                .set(
                    "conditions",
                    DisruptionTarget.in(
                        pod,
                        "EvictionByEvictionAPI",
                        "Eviction API: evicting",
                        metadata.timestamp(0))));
  }
}
