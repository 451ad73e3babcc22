package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.runtime.ContainerGarbageCollector;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.kubelet.status.container.ReasonCache;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.cluster.kubelet.worker.PodWorkers;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Receives the changes of pods, from the API, from manifests and from the runtime. */
final class PodEvents implements AutoCloseable {
  private final Lifetime lifetime;
  private final LoggedRuntime runtime;
  private final PodWorkers workers;
  private final Volumes volumes;
  private final StatusPublisher publisher;
  private final ReasonCache reasons;
  private final ContainerGarbageCollector garbage;
  private final Pleg pleg;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Set<String> readySandboxes = new HashSet<>();
  private final Set<String> toLookAt = new HashSet<>();
  private @Nullable Informer informer;
  private boolean knowsPods;

  PodEvents(
      Lifetime lifetime,
      LoggedRuntime runtime,
      PodWorkers workers,
      Volumes volumes,
      StatusPublisher publisher,
      ReasonCache reasons,
      ContainerGarbageCollector garbage,
      Pleg pleg) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.workers = workers;
    this.volumes = volumes;
    this.publisher = publisher;
    this.reasons = reasons;
    this.garbage = garbage;
    this.pleg = pleg;
  }

  /** Subscribes to the node's pods in the API. */
  void follow(Informer podsOfNode) {
    Housekeeping housekeeping =
        new Housekeeping(lifetime, runtime, workers, volumes, pods, this::isGone);
    informer =
        podsOfNode.onChange(
            event -> {
              tidyBeforeTheFirst(housekeeping);
              onApiEvent(event);
            });
    runtime.quiet().listPodSandbox().stream()
        .filter(RuntimePod::isReady)
        .forEach(sandbox -> readySandboxes.add(sandbox.id()));
    housekeeping.start();
  }

  /**
   * Ends what is left of deleted pods before a pod from the API runs, which may need the same
   * ports. In a real cluster a pod's first containers take longer than the 2 s until the first
   * round of housekeeping.
   */
  private void tidyBeforeTheFirst(Housekeeping housekeeping) {
    if (!knowsPods) {
      knowsPods = true;
      lifetime.after(Pleg.AT_ONCE, housekeeping::keep);
    }
  }

  /** A pod has been added. */
  void add(Pod pod) {
    pods.put(pod.uid(), pod);
    workers.begin(pod);
  }

  /** A pod has been removed. */
  void remove(Pod pod) {
    pods.remove(pod.uid());
    workers.kill(pod.uid());
  }

  /** The pods of the node, from all sources. */
  List<Pod> all() {
    return List.copyOf(pods.values());
  }

  /**
   * Whether nothing of the pod with that uid is needed here anymore. That is unknown until the API
   * has listed its pods; {@code sourcesReady} of the kubelet.
   */
  boolean isGone(String podUid) {
    return informer != null
        && informer.isSynced()
        && !pods.containsKey(podUid)
        && workers.isGone(podUid);
  }

  void onRuntimeEvent(ContainerEvent event) {
    try {
      if (event.containerId().equals(event.podSandboxId())) {
        onSandboxEvent(event);
        return;
      }
      switch (event.type()) {
        case CONTAINER_STARTED_EVENT, CONTAINER_STOPPED_EVENT -> {
          Map<String, String> labels =
              runtime.quiet().containerStatus(event.containerId()).labels();
          lookSoon(labels.getOrDefault(Labels.POD_UID, ""));
        }
        case CONTAINER_CREATED_EVENT, CONTAINER_DELETED_EVENT -> {}
      }
    } catch (CriException goneMeanwhile) {
      // A missing pod needs nothing.
    }
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }

  /** A sandbox that never became ready needs no sync: its pod is retried in time anyway. */
  private void onSandboxEvent(ContainerEvent event) {
    if (event.type() == ContainerEvent.Type.CONTAINER_DELETED_EVENT) {
      readySandboxes.remove(event.podSandboxId());
      return;
    }
    PodSandboxStatus sandbox = runtime.quiet().podSandboxStatus(event.podSandboxId());
    boolean changed =
        RuntimePod.isReady(sandbox)
            ? readySandboxes.add(sandbox.id())
            : readySandboxes.remove(sandbox.id());
    if (changed) {
      lookSoon(sandbox.metadata().uid());
    }
  }

  /**
   * Combines what happens at the same moment into one sync: a container that starts and fails at
   * once.
   */
  private void lookSoon(String podUid) {
    if (toLookAt.add(podUid)) {
      lifetime.after(
          pleg.delay(),
          () -> {
            toLookAt.remove(podUid);
            workers.wake(podUid);
          });
    }
  }

  private void onApiEvent(WatchEvent event) {
    Pod pod = new Pod(event.object());
    if (pod.isMirror()) {
      onMirrorEvent(event, pod);
      return;
    }
    switch (event.type()) {
      case ADDED, MODIFIED -> {
        Pod before = pods.put(pod.uid(), pod);
        boolean gated = !pod.object().at("/spec/readinessGates").isEmpty();
        if (before == null || gated || !sameWish(before.object(), pod.object())) {
          changed(pod);
        } else if (!before.object().annotations().equals(pod.object().annotations())) {
          workers.annotate(pod);
        } else {
          publisher.reconcile(pod, pod.object());
        }
      }
      case DELETED -> {
        remove(pod);
        forgetIfGone(pod.uid());
      }
      case BOOKMARK, ERROR -> {}
    }
  }

  private void changed(Pod pod) {
    boolean ended = workers.isFinished(pod.uid());
    if (ended && pod.isDeleted()) {
      lifetime.spawn(
          "remove " + pod.key(),
          () -> {
            garbage.removeContainersOf(pod.uid());
            publisher.finish(pod);
          });
    } else {
      workers.update(pod);
    }
  }

  private void onMirrorEvent(WatchEvent event, Pod mirror) {
    String uid = mirror.object().annotations().getOrDefault(Pod.CONFIG_MIRROR, "");
    Pod pod = pods.get(uid);
    if (pod == null) {
      return;
    }
    if (event.type() == WatchEvent.Type.DELETED || mirror.isDeleted()) {
      workers.wake(uid);
    } else {
      publisher.reconcile(pod, mirror.object());
    }
  }

  private void forgetIfGone(String podUid) {
    if (isGone(podUid)) {
      publisher.forget(podUid);
      reasons.forget(podUid);
    }
  }

  /**
   * Whether two versions of a pod agree in everything, except annotations, that a kubelet acts
   * upon.
   */
  private static boolean sameWish(KubeObject one, KubeObject other) {
    return List.of(
            "/spec",
            "/metadata/labels",
            "/metadata/deletionTimestamp",
            "/metadata/deletionGracePeriodSeconds")
        .stream()
        .allMatch(pointer -> one.at(pointer).equals(other.at(pointer)));
  }
}
