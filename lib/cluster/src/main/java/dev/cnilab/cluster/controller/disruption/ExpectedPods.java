package dev.cnilab.cluster.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many pods a budget expects, and how many of them must be healthy; {@code getExpectedPodCount}
 * of Kubernetes.
 *
 * @param pods the number of expected pods
 * @param healthy the least number of healthy pods
 * @param unmanaged names of pods without a controller, which are not in {@code pods}
 */
record ExpectedPods(long pods, long healthy, List<String> unmanaged) {
  /** The controllers with a number of replicas, by kind. */
  private static final Map<String, ResourceType> SCALED =
      Map.of(
          "ReplicationController", ResourceTypes.REPLICATION_CONTROLLERS,
          "ReplicaSet", ResourceTypes.REPLICA_SETS,
          "StatefulSet", ResourceTypes.STATEFUL_SETS,
          "Deployment", ResourceTypes.DEPLOYMENTS);

  /** The number of expected pods is unknown. */
  static final class Unknown extends Exception {
    Unknown(String message) {
      super(message);
    }
  }

  /**
   * Computes it from a budget and the controllers of its pods.
   *
   * @throws Unknown if a pod's controller has no number of replicas, or is gone
   */
  static ExpectedPods of(KubeObject budget, List<KubeObject> pods, ApiClient client)
      throws Unknown {
    JsonNode least = budget.at("/spec/minAvailable");
    if (least.isNumber()) {
      return new ExpectedPods(pods.size(), least.asLong(), List.of());
    }
    List<String> unmanaged = new ArrayList<>();
    long all = replicas(pods, client, unmanaged);
    long healthy =
        least.isMissingNode()
            ? Math.max(0, all - share(budget.at("/spec/maxUnavailable"), all))
            : share(least, all);
    return new ExpectedPods(all, healthy, unmanaged);
  }

  private static long replicas(List<KubeObject> pods, ApiClient client, List<String> unmanaged)
      throws Unknown {
    Map<String, Long> byController = new HashMap<>();
    for (KubeObject pod : pods) {
      Optional<OwnerReference> owner = OwnerReference.controllerOf(pod);
      if (owner.isEmpty()) {
        unmanaged.add(pod.name());
      } else {
        KubeObject controller = topmost(pod, owner.get(), client);
        byController.put(controller.uid(), controller.at("/spec/replicas").asLong(1));
      }
    }
    return byController.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The controller of a pod; for a Deployment's ReplicaSet, the Deployment. */
  private static KubeObject topmost(KubeObject pod, OwnerReference owner, ApiClient client)
      throws Unknown {
    KubeObject controller =
        find(pod.namespace(), owner, client)
            .orElseThrow(() -> new Unknown("found no controllers for pod \"" + pod.name() + "\""));
    Optional<OwnerReference> above =
        OwnerReference.controllerOf(controller).filter(each -> each.kind().equals("Deployment"));
    return above.isEmpty()
        ? controller
        : find(pod.namespace(), above.get(), client).orElse(controller);
  }

  private static Optional<KubeObject> find(String namespace, OwnerReference owner, ApiClient client)
      throws Unknown {
    ResourceType type = SCALED.get(owner.kind());
    if (type == null) {
      throw new Unknown(owner.kind() + " does not implement the scale subresource");
    }
    return client
        .find(type, namespace, owner.name())
        .filter(found -> found.uid().equals(owner.uid()));
  }

  /** A number, or a percentage of all, rounded up. */
  private static long share(JsonNode value, long all) {
    String text = value.asText("0");
    return text.endsWith("%")
        ? (Long.parseLong(text.substring(0, text.length() - 1)) * all + 99) / 100
        : Long.parseLong(text);
  }
}
