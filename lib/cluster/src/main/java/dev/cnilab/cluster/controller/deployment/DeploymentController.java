package dev.cnilab.cluster.controller.deployment;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.replica.Adoption;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives each template of a Deployment its own ReplicaSet, and moves the replicas from the old ones
 * to the current one.
 */
public final class DeploymentController implements AutoCloseable {
  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final PodClaims claims;
  private final ReplicaSetVersions versions;
  private final ControlLoop control;

  public DeploymentController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("deployment-controller");
    claims = new PodClaims(client, ResourceTypes.REPLICA_SETS);
    versions = new ReplicaSetVersions(context, recorder);
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.DEPLOYMENTS, key.namespace(), key.name())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.DEPLOYMENTS)
            .watchOwned(ResourceTypes.REPLICA_SETS, "Deployment")
            .watch(ResourceTypes.REPLICA_SETS, new Adoption(client, ResourceTypes.DEPLOYMENTS)::of)
            .watch(
                ResourceTypes.PODS,
                event -> event.type() == WatchEvent.Type.DELETED,
                this::waitingForTheEndOf);
  }

  /** The Deployment that has to wait for the end of this old pod before it starts new ones. */
  private Stream<ObjectKey> waitingForTheEndOf(KubeObject pod) {
    return OwnerReference.controllerOf(pod)
        .flatMap(set -> client.find(ResourceTypes.REPLICA_SETS, pod.namespace(), set.name()))
        .flatMap(OwnerReference::controllerOf)
        .flatMap(owner -> client.find(ResourceTypes.DEPLOYMENTS, pod.namespace(), owner.name()))
        .filter(deployment -> deployment.text("/spec/strategy/type").equals("Recreate"))
        .map(ObjectKey::of)
        .stream();
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject deployment) {
    Rollout rollout = Rollout.of(deployment, claims.of(deployment));
    if (!deployment.isTerminating()) {
      if (rollout.isPaused() || rollout.isScaling()) {
        Scaling.resize(rollout).forEach(step -> scale(rollout, step));
      } else if (rollout.isRollingUpdate()) {
        roll(rollout);
      } else {
        recreate(rollout);
      }
    }
    updateStatus(deployment);
  }

  private void roll(Rollout rollout) {
    ReplicaSet current = versions.current(rollout);
    Rollout now = rollout.current().isPresent() ? rollout : reread(rollout.deployment());
    int size = Scaling.currentSize(now, current.size());
    if (size != current.size()) {
      scale(now, new Scaling.Step(current, size));
      return;
    }
    List<Scaling.Step> down = Scaling.rollOld(now);
    down.forEach(step -> scale(now, step));
    if (down.isEmpty()) {
      forgetOldest(now);
    }
  }

  /** Terminates all old pods before it starts the first new one. */
  private void recreate(Rollout rollout) {
    List<ReplicaSet> running = rollout.old().stream().filter(set -> set.size() > 0).toList();
    running.forEach(set -> scale(rollout, new Scaling.Step(set, 0)));
    if (!running.isEmpty() || rollout.old().stream().anyMatch(this::hasPods)) {
      return;
    }
    ReplicaSet current = versions.current(rollout);
    scale(rollout, new Scaling.Step(current, rollout.desired()));
    forgetOldest(rollout);
  }

  private boolean hasPods(ReplicaSet set) {
    return new PodClaims(client, ResourceTypes.PODS)
        .of(set.object()).stream().anyMatch(pod -> !new Pod(pod).isFinished());
  }

  private void scale(Rollout rollout, Scaling.Step step) {
    ReplicaSet set = step.set();
    KubeObject resized =
        set.object()
            .edit(
                json -> {
                  json.withObject("/spec").put("replicas", step.size());
                  versions.annotateSize(json, rollout);
                });
    if (resized.equals(set.object())) {
      return;
    }
    client.update(ResourceTypes.REPLICA_SETS, resized);
    if (set.size() != step.size()) {
      recorder.event(
          rollout.deployment(),
          EventType.NORMAL,
          "ScalingReplicaSet",
          "Scaled %s replica set %s from %d to %d"
              .formatted(
                  set.size() < step.size() ? "up" : "down", set.name(), set.size(), step.size()));
    }
  }

  /** Deletes the empty ReplicaSets beyond the history limit. */
  private void forgetOldest(Rollout rollout) {
    int limit = rollout.deployment().at("/spec/revisionHistoryLimit").asInt(10);
    rollout.old().stream()
        .filter(set -> !set.object().isTerminating())
        .sorted(Comparator.comparingLong(ReplicaSet::revision))
        .limit(Math.max(0, rollout.old().size() - limit))
        .filter(set -> set.size() == 0 && set.replicas() == 0)
        .forEach(this::delete);
  }

  private void delete(ReplicaSet set) {
    try {
      client.delete(
          ResourceTypes.REPLICA_SETS,
          set.object().namespace(),
          set.name(),
          DeleteOptions.background());
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }

  private Rollout reread(KubeObject deployment) {
    KubeObject fresh =
        client.get(ResourceTypes.DEPLOYMENTS, deployment.namespace(), deployment.name());
    return Rollout.of(fresh, claims.of(fresh));
  }

  private void updateStatus(KubeObject deployment) {
    Optional<KubeObject> fresh =
        client.find(ResourceTypes.DEPLOYMENTS, deployment.namespace(), deployment.name());
    if (fresh.isEmpty()) {
      return;
    }
    Rollout rollout = Rollout.of(fresh.get(), claims.of(fresh.get()));
    KubeObject updated = DeploymentStatus.update(rollout, context.loop().now());
    if (!updated.equals(fresh.get())) {
      client.updateStatus(ResourceTypes.DEPLOYMENTS, updated);
    } else {
      DeploymentStatus.untilDeadline(rollout, context.loop().now())
          .ifPresent(delay -> control.addAfter(ObjectKey.of(deployment), delay));
    }
  }
}
