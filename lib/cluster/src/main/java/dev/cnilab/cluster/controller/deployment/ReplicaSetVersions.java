package dev.cnilab.cluster.controller.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.Set;

/**
 * Finds or creates the ReplicaSet of a Deployment's current template, and maintains its revision.
 */
final class ReplicaSetVersions {
  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "deprecated.deployment.rollback.to",
          "deployment.kubernetes.io/revision-history",
          ReplicaSet.REVISION,
          ReplicaSet.DESIRED_REPLICAS,
          ReplicaSet.MAX_REPLICAS);

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;

  ReplicaSetVersions(ControllerContext context, EventRecorder recorder) {
    this.context = context;
    this.client = context.client();
    this.recorder = recorder;
  }

  /** The ReplicaSet of the current template, with the highest revision. */
  ReplicaSet current(Rollout rollout) {
    long revision = rollout.old().stream().mapToLong(ReplicaSet::revision).max().orElse(0) + 1;
    ReplicaSet set =
        rollout
            .current()
            .map(present -> refreshed(rollout, present, revision))
            .orElseGet(() -> created(rollout, revision));
    annotateDeployment(rollout.deployment(), set.object().annotations().get(ReplicaSet.REVISION));
    return set;
  }

  /** Records the Deployment's size in an annotation of a ReplicaSet. */
  void annotateSize(ObjectNode set, Rollout rollout) {
    set.withObject("/metadata")
        .withObject("/annotations")
        .put(ReplicaSet.DESIRED_REPLICAS, String.valueOf(rollout.desired()))
        .put(ReplicaSet.MAX_REPLICAS, String.valueOf(rollout.most()));
  }

  private ReplicaSet refreshed(Rollout rollout, ReplicaSet present, long revision) {
    KubeObject updated =
        present
            .object()
            .edit(
                json -> {
                  annotate(json, rollout, Math.max(revision, present.revision()));
                  int minReady = rollout.deployment().at("/spec/minReadySeconds").asInt();
                  if (minReady != present.object().at("/spec/minReadySeconds").asInt()) {
                    json.withObject("/spec").put("minReadySeconds", minReady);
                  }
                });
    return updated.equals(present.object())
        ? present
        : new ReplicaSet(client.update(ResourceTypes.REPLICA_SETS, updated));
  }

  private ReplicaSet created(Rollout rollout, long revision) {
    KubeObject deployment = rollout.deployment();
    int collisions = deployment.at("/status/collisionCount").asInt();
    PodTemplate template = PodTemplate.of(deployment);
    KubeObject wanted = newSet(rollout, template, template.hash(collisions), revision);
    KubeObject set;
    try {
      set = client.create(ResourceTypes.REPLICA_SETS, wanted);
    } catch (ApiException refused) {
      noteFailure(deployment, wanted.name(), collisions, refused);
      throw refused;
    }
    int size = set.at("/spec/replicas").asInt();
    if (size > 0) {
      recorder.event(
          deployment,
          EventType.NORMAL,
          "ScalingReplicaSet",
          "Scaled up replica set " + set.name() + " from 0 to " + size);
    }
    progress(
        deployment,
        "True",
        "NewReplicaSetCreated",
        "Created new replica set \"" + set.name() + "\"");
    return new ReplicaSet(set);
  }

  private KubeObject newSet(Rollout rollout, PodTemplate template, String hash, long revision) {
    KubeObject deployment = rollout.deployment();
    PodTemplate labelled = template.withLabel(ReplicaSet.HASH_LABEL, hash);
    KubeObject named =
        KubeObject.named(
            ResourceTypes.REPLICA_SETS, deployment.namespace(), deployment.name() + "-" + hash);
    return named.edit(
        json -> {
          ObjectNode metadata = json.withObject("/metadata");
          metadata.set("labels", labelled.json().path("metadata").path("labels").deepCopy());
          metadata
              .putArray("ownerReferences")
              .add(OwnerReference.controlledBy(deployment).toJson());
          ObjectNode spec = json.putObject("spec").put("replicas", Scaling.currentSize(rollout, 0));
          int minReady = deployment.at("/spec/minReadySeconds").asInt();
          if (minReady > 0) {
            spec.put("minReadySeconds", minReady);
          }
          spec.set("selector", deployment.at("/spec/selector").deepCopy());
          spec.withObject("/selector").withObject("/matchLabels").put(ReplicaSet.HASH_LABEL, hash);
          spec.set("template", labelled.json());
          annotate(json, rollout, revision);
        });
  }

  private void annotate(ObjectNode set, Rollout rollout, long revision) {
    ObjectNode annotations = set.withObject("/metadata").withObject("/annotations");
    rollout.deployment().annotations().entrySet().stream()
        .filter(annotation -> !NOT_COPIED.contains(annotation.getKey()))
        .forEach(annotation -> annotations.put(annotation.getKey(), annotation.getValue()));
    annotations.put(ReplicaSet.REVISION, String.valueOf(revision));
    annotateSize(set, rollout);
  }

  private void annotateDeployment(
      KubeObject deployment, @org.jspecify.annotations.Nullable String revision) {
    if (revision == null || revision.equals(deployment.annotations().get(ReplicaSet.REVISION))) {
      return;
    }
    client
        .find(ResourceTypes.DEPLOYMENTS, deployment.namespace(), deployment.name())
        .ifPresent(
            now ->
                client.updateStatus(
                    ResourceTypes.DEPLOYMENTS,
                    now.edit(
                        json ->
                            json.withObject("/metadata")
                                .withObjectProperty("annotations")
                                .put(ReplicaSet.REVISION, revision))));
  }

  /**
   * After a name collision with another template's ReplicaSet, the next attempt uses a different
   * hash.
   */
  private void noteFailure(
      KubeObject deployment, String name, int collisions, ApiException refused) {
    if (refused.isAlreadyExists()) {
      client.updateStatus(
          ResourceTypes.DEPLOYMENTS,
          deployment.edit(
              json -> json.withObject("/status").put("collisionCount", collisions + 1)));
      return;
    }
    String message =
        "Failed to create new replica set \"" + name + "\": " + refused.status().message();
    recorder.event(deployment, EventType.WARNING, "ReplicaSetCreateError", message);
    progress(deployment, "False", "ReplicaSetCreateError", message);
  }

  private void progress(KubeObject deployment, String status, String reason, String message) {
    client.updateStatus(
        ResourceTypes.DEPLOYMENTS,
        DeploymentStatus.withProgress(deployment, context.loop().now(), status, reason, message));
  }
}
