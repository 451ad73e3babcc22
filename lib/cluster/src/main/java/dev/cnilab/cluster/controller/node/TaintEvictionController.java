package dev.cnilab.cluster.controller.node;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.RelevantChanges;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.DisruptionTarget;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.record.ObjectReference;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes pods from nodes with NoExecute taints when their tolerations have expired; removing a
 * taint in time cancels that. Heartbeats of nodes are ignored.
 */
public final class TaintEvictionController implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final Map<ObjectKey, Timer> evictions = new HashMap<>();
  private final ControlLoop control;

  public TaintEvictionController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("taint-eviction-controller");
    control =
        context
            .controlLoop(this::reconcile)
            .watch(
                ResourceTypes.PODS,
                new RelevantChanges<>(
                    pod -> List.of(pod.at("/spec/nodeName"), pod.at("/spec/tolerations"))),
                pod -> Stream.of(ObjectKey.of(pod)))
            .watch(ResourceTypes.NODES, new RelevantChanges<>(Taint::of), this::podsOn);
  }

  @Override
  public void close() {
    control.close();
    evictions.values().forEach(Timer::cancel);
  }

  private Stream<ObjectKey> podsOn(KubeObject node) {
    return client
        .list(ResourceTypes.PODS, "", ListOptions.fields("spec.nodeName=" + node.name()))
        .stream()
        .map(ObjectKey::of);
  }

  private void reconcile(ObjectKey key) {
    Optional<KubeObject> found = client.find(ResourceTypes.PODS, key.namespace(), key.name());
    Optional<KubeObject> node =
        found
            .map(pod -> pod.text("/spec/nodeName"))
            .filter(name -> !name.isEmpty())
            .flatMap(name -> client.find(ResourceTypes.NODES, "", name));
    if (node.isEmpty()) {
      cancel(key);
      return;
    }
    List<Taint> taints =
        Taint.of(node.get()).stream()
            .filter(taint -> taint.effect() == Taint.Effect.NO_EXECUTE)
            .toList();
    Optional<Duration> stay = stay(taints, Toleration.of(found.orElseThrow()));
    if (stay.isEmpty()) {
      cancel(key);
    } else if (stay.get().isZero()) {
      cancel(key);
      evict(key);
    } else if (!evictions.containsKey(key)) {
      evictions.put(key, context.loop().schedule(stay.get(), () -> evict(key)));
    }
  }

  /** How long a pod may stay; empty for no limit, zero if it must go now. */
  static Optional<Duration> stay(List<Taint> taints, List<Toleration> tolerations) {
    Optional<Duration> shortest = Optional.empty();
    for (Taint taint : taints) {
      List<Toleration> matching =
          tolerations.stream().filter(toleration -> toleration.tolerates(taint)).toList();
      if (matching.isEmpty()) {
        return Optional.of(Duration.ZERO);
      }
      Optional<Duration> least =
          matching.stream().flatMap(t -> t.time().stream()).min(Duration::compareTo);
      if (least.isPresent() && shortest.filter(s -> s.compareTo(least.get()) <= 0).isEmpty()) {
        shortest = least;
      }
    }
    return shortest.map(time -> time.isNegative() ? Duration.ZERO : time);
  }

  private void cancel(ObjectKey key) {
    Timer timer = evictions.remove(key);
    if (timer != null) {
      timer.cancel();
      event(key, "Cancelling deletion of Pod " + key);
    }
  }

  private void evict(ObjectKey key) {
    evictions.remove(key);
    try {
      evictNow(key);
    } catch (ApiException unreachable) {
      evictions.put(key, context.loop().schedule(RETRY, () -> evict(key)));
    }
  }

  private void evictNow(ObjectKey key) {
    Optional<KubeObject> pod = client.find(ResourceTypes.PODS, key.namespace(), key.name());
    if (pod.isEmpty() || pod.get().isTerminating()) {
      return;
    }
    event(key, "Marking for deletion Pod " + key);
    try {
      client.patch(
          ResourceTypes.PODS, key.namespace(), key.name(), disruption(pod.get()).ofStatus());
      client.delete(ResourceTypes.PODS, key.namespace(), key.name(), DeleteOptions.background());
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }

  private Patch disruption(KubeObject pod) {
    return DisruptionTarget.patch(
        pod,
        "DeletionByTaintManager",
        "Taint manager: deleting due to NoExecute taint",
        context.timestamp());
  }

  /**
   * Like the real one it leaves out the pod's UID, so {@code kubectl describe} does not show the
   * event.
   */
  private void event(ObjectKey pod, String message) {
    recorder.event(
        new ObjectReference("Pod", pod.namespace(), pod.name(), "", "v1", "", ""),
        EventType.NORMAL,
        "TaintManagerEviction",
        message);
  }
}
