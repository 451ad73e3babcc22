package dev.cnilab.cluster.kubelet.worker;

import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.OptionalLong;

/** The state of the work on one pod. */
final class PodWorker {
  private Pod pod;
  private Stage stage = Stage.SYNC;
  private boolean pending;
  private boolean working;
  private boolean restartRequested;
  private boolean annotated;
  private OptionalLong grace = OptionalLong.empty();

  /** The stage of a pod's life. */
  enum Stage {
    SYNC,
    TERMINATING,
    TERMINATED,
    FINISHED
  }

  PodWorker(Pod pod) {
    this.pod = pod;
  }

  Pod pod() {
    return pod;
  }

  void use(Pod newer) {
    pod = newer;
  }

  Stage stage() {
    return stage;
  }

  void enter(Stage next) {
    stage = next;
  }

  boolean isTerminationRequested() {
    return stage != Stage.SYNC;
  }

  boolean isRestartRequested() {
    return restartRequested;
  }

  void requestRestart() {
    restartRequested = true;
  }

  /** Requests one more step; returns whether the worker has to be started. */
  boolean request() {
    pending = true;
    return !working;
  }

  /** Takes the next step if one was requested. */
  boolean takeStep() {
    working = pending;
    pending = false;
    annotated = false;
    return working;
  }

  /** Notes that its annotations have changed; returns whether the worker is idle. */
  boolean annotate() {
    annotated = true;
    return !working;
  }

  /** Whether its annotations have changed since the last step began. */
  boolean isAnnotated() {
    return annotated;
  }

  /** Limits the grace period of a pod. */
  void limitGrace(long seconds) {
    grace = OptionalLong.of(Math.min(seconds, grace.orElse(Long.MAX_VALUE)));
  }

  /** The grace period of the pod in seconds; at least one, as nothing may be killed at once. */
  long gracePeriodSeconds() {
    return Math.max(1, grace.orElse(pod.gracePeriodSeconds()));
  }
}
