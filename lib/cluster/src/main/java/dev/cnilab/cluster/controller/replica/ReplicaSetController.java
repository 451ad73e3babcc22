package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps as many pods of a template as a ReplicaSet requires, and counts them in its status. */
public final class ReplicaSetController implements AutoCloseable {
  private static final int MOST_AT_ONCE = 500;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final ControllerContext context;
  private final ResourceType sets;
  private final ApiClient client;
  private final PodControl pods;
  private final PodClaims claims;
  private final ControlLoop control;

  /** A controller of ReplicaSets. */
  public static ReplicaSetController ofReplicaSets(ControllerContext context) {
    return new ReplicaSetController(context, ResourceTypes.REPLICA_SETS, "replicaset-controller");
  }

  /**
   * A controller of ReplicationControllers, which are the same except for the form of their
   * selector.
   */
  public static ReplicaSetController ofReplicationControllers(ControllerContext context) {
    return new ReplicaSetController(
        context, ResourceTypes.REPLICATION_CONTROLLERS, "replication-controller");
  }

  private ReplicaSetController(ControllerContext context, ResourceType sets, String component) {
    this.context = context;
    this.sets = sets;
    client = context.client();
    pods = new PodControl(client, context.recorder(component));
    claims = new PodClaims(client, ResourceTypes.PODS);
    control =
        context
            .controlLoop(key -> find(key).ifPresent(this::reconcile))
            .watch(sets)
            .watchOwned(ResourceTypes.PODS, sets.kind())
            .watch(ResourceTypes.PODS, new Adoption(client, sets)::of);
  }

  @Override
  public void close() {
    control.close();
  }

  private Optional<KubeObject> find(ObjectKey key) {
    return client.find(sets, key.namespace(), key.name());
  }

  private void reconcile(KubeObject set) {
    List<KubeObject> own = claims.of(set);
    List<KubeObject> active = own.stream().filter(pod -> new Pod(pod).isActive()).toList();
    control.goesOver(ObjectKey.of(set), active.size());
    int wanted = set.at("/spec/replicas").asInt(1);
    Optional<ApiException> failure = Optional.empty();
    if (!set.isTerminating()) {
      try {
        scale(set, active, wanted);
      } catch (ApiException refused) {
        if (refused.isForTask()) {
          throw refused;
        }
        failure = Optional.of(refused);
      }
    }
    long leaving = own.stream().filter(ReplicaSetController::isLeaving).count();
    updateStatus(
        set, active, leaving, failure.map(refused -> failureCondition(refused, active, wanted)));
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void scale(KubeObject set, List<KubeObject> active, int wanted) {
    PodTemplate template = PodTemplate.of(set);
    for (int i = 0; i < Math.min(wanted - active.size(), MOST_AT_ONCE); i++) {
      pods.create(template.instantiate(set), set);
    }
    int surplus = Math.min(active.size() - wanted, MOST_AT_ONCE);
    if (surplus > 0) {
      DeletionOrder.first(surplus, active).forEach(pod -> pods.delete(pod, set));
    }
  }

  private ObjectNode failureCondition(ApiException refused, List<KubeObject> active, int wanted) {
    String reason = active.size() < wanted ? "FailedCreate" : "FailedDelete";
    return Conditions.of("ReplicaFailure", "True", reason, refused.status().message())
        .put("lastTransitionTime", context.timestamp());
  }

  /** Whether a pod is being deleted and has not ended yet. */
  private static boolean isLeaving(KubeObject pod) {
    return pod.isTerminating() && !ENDED.contains(pod.text("/status/phase"));
  }

  private void updateStatus(
      KubeObject set, List<KubeObject> active, long leaving, Optional<ObjectNode> failure) {
    Duration minReady = Duration.ofSeconds(set.at("/spec/minReadySeconds").asLong());
    Availability availability = Availability.of(active, minReady, context.loop().now());
    KubeObject updated =
        set.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              status.put("replicas", active.size());
              Availability.putCount(status, "fullyLabeledReplicas", fullyLabeled(set, active));
              Availability.putCount(status, "readyReplicas", availability.ready());
              Availability.putCount(status, "availableReplicas", availability.available());
              status.put("observedGeneration", set.generation());
              if (sets.equals(ResourceTypes.REPLICA_SETS)) {
                status.put("terminatingReplicas", leaving);
              }
              if (failure.isPresent()) {
                if (Conditions.find(status.path("conditions"), "ReplicaFailure").isEmpty()) {
                  Conditions.put(status.withArray("/conditions"), failure.get());
                }
              } else if (status.has("conditions")) {
                Conditions.remove(status.withArray("/conditions"), "ReplicaFailure");
                if (status.path("conditions").isEmpty()) {
                  status.remove("conditions");
                }
              }
            });
    if (!updated.equals(set)) {
      client.updateStatus(sets, updated);
    }
    availability.nextCheck().ifPresent(delay -> control.addAfter(ObjectKey.of(set), delay));
  }

  private static long fullyLabeled(KubeObject set, List<KubeObject> pods) {
    var labels = set.map("/spec/template/metadata/labels").entrySet();
    return pods.stream().filter(pod -> pod.labels().entrySet().containsAll(labels)).count();
  }
}
