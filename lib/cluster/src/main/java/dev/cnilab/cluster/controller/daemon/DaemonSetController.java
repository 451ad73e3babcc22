package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.controller.replica.Adoption;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.replica.PodControl;
import dev.cnilab.cluster.controller.replica.Revisions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.RelevantChanges;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each suitable node one pod of a DaemonSet, and counts them in its status. */
public final class DaemonSetController implements AutoCloseable {
  /** A pod that fails right after its start is not replaced faster than this. */
  private static final Duration FAILED_POD_DELAY = Duration.ofSeconds(1);

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final PodControl podControl;
  private final PodClaims claims;
  private final Revisions revisions;
  private final ControlLoop control;
  private final Map<ObjectKey, Planner> planners = new HashMap<>();

  public DaemonSetController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("daemonset-controller");
    podControl = new PodControl(client, recorder);
    claims = new PodClaims(client, ResourceTypes.PODS);
    revisions = new Revisions(client);
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.DAEMON_SETS, key.namespace(), key.name())
                        .ifPresentOrElse(this::reconcile, () -> planners.remove(key)))
            .watch(ResourceTypes.DAEMON_SETS)
            .watchOwned(ResourceTypes.PODS, "DaemonSet")
            .watch(ResourceTypes.PODS, new Adoption(client, ResourceTypes.DAEMON_SETS)::of)
            .watch(
                ResourceTypes.NODES,
                new RelevantChanges<>(DaemonSetController::fitness),
                node -> client.list(ResourceTypes.DAEMON_SETS).stream().map(ObjectKey::of));
  }

  /**
   * The fields of a node that decide which daemons it gets: the real controller's
   * shouldIgnoreNodeUpdate.
   */
  private static List<JsonNode> fitness(KubeObject node) {
    return List.of(node.at("/metadata/labels"), node.at("/spec"));
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject set) {
    List<KubeObject> nodes = client.list(ResourceTypes.NODES);
    if (!set.isTerminating()) {
      revisions.current(set, planner(set).revisionData());
      DaemonPlan plan = plan(set, nodes);
      try {
        if (carryOut(plan)) {
          plan = plan(set, nodes);
        }
      } catch (ApiException refused) {
        // Like syncDaemonSet: the status counts the pods even after a failure.
        if (!refused.isForTask()) {
          updateStatus(plan(set, nodes));
        }
        throw refused;
      }
      List<Daemon> outdated = plan.outdated();
      if (outdated.isEmpty()) {
        updateStatus(plan);
        return;
      }
      outdated.forEach(pod -> podControl.delete(pod.object(), set));
    }
    updateStatus(plan(set, nodes));
  }

  /** Creates and deletes pods; returns whether there were any to create or delete. */
  private boolean carryOut(DaemonPlan plan) {
    KubeObject set = plan.set();
    List<String> missing = plan.missing();
    List<Daemon> surplus = plan.surplus();
    List<Daemon> finished = plan.finished();
    missing.forEach(node -> podControl.create(DaemonPod.of(set, node), set));
    surplus.forEach(pod -> podControl.delete(pod.object(), set));
    finished.forEach(pod -> replaceFinished(pod.object(), set));
    return !(missing.isEmpty() && surplus.isEmpty() && finished.isEmpty());
  }

  private Planner planner(KubeObject set) {
    return planners.compute(
        ObjectKey.of(set),
        (key, last) -> last != null && last.isFor(set) ? last : new Planner(set));
  }

  private DaemonPlan plan(KubeObject set, List<KubeObject> nodes) {
    Planner planner = planner(set);
    List<KubeObject> pods = planner.pods(claims, set);
    control.goesOver(ObjectKey.of(set), nodes.size() + pods.size());
    return planner.plan(set, nodes, pods, context.loop().now());
  }

  private void replaceFinished(KubeObject pod, KubeObject set) {
    Instant due = Instant.parse(pod.text("/metadata/creationTimestamp")).plus(FAILED_POD_DELAY);
    if (context.loop().now().isBefore(due)) {
      control.addAfter(ObjectKey.of(set), FAILED_POD_DELAY);
      return;
    }
    boolean failed = new Pod(pod).phase().equals("Failed");
    recorder.event(
        set,
        failed ? EventType.WARNING : EventType.NORMAL,
        failed ? "FailedDaemonPod" : "SucceededDaemonPod",
        "Found %s daemon pod %s/%s on node %s, will try to %s it"
            .formatted(
                failed ? "failed" : "succeeded",
                pod.namespace(),
                pod.name(),
                DaemonPod.nodeOf(pod),
                failed ? "kill" : "delete"));
    podControl.delete(pod, set);
  }

  private void updateStatus(DaemonPlan plan) {
    int desired = 0;
    int current = 0;
    int misscheduled = 0;
    int ready = 0;
    int updated = 0;
    int available = 0;
    for (var entry : plan.fits().entrySet()) {
      List<Daemon> oldest = plan.oldest(entry.getKey());
      if (entry.getValue() != DaemonPod.Fit.RUN) {
        misscheduled += oldest.size();
        continue;
      }
      desired++;
      for (Daemon pod : oldest) {
        current++;
        ready += pod.isReady() ? 1 : 0;
        available += plan.isAvailable(pod) ? 1 : 0;
        updated += plan.isCurrent(pod) ? 1 : 0;
      }
    }
    KubeObject set = plan.set();
    ObjectNode status = Json.object();
    set.at("/status").properties().forEach(field -> status.set(field.getKey(), field.getValue()));
    status
        .put("currentNumberScheduled", current)
        .put("numberMisscheduled", misscheduled)
        .put("desiredNumberScheduled", desired)
        .put("numberReady", ready)
        .put("observedGeneration", set.generation());
    Availability.putCount(status, "updatedNumberScheduled", updated);
    Availability.putCount(status, "numberAvailable", available);
    Availability.putCount(status, "numberUnavailable", desired - available);
    if (!status.equals(set.at("/status"))) {
      client.updateStatus(ResourceTypes.DAEMON_SETS, set.with("status", status));
    }
    long minReady = set.at("/spec/minReadySeconds").asLong();
    if (minReady > 0 && ready != available) {
      control.addAfter(ObjectKey.of(set), Duration.ofSeconds(minReady));
    }
  }
}
