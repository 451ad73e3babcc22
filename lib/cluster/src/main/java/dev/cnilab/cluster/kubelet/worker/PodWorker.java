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

  /** Where a pod is in its life. */
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

  /** Asks for one more step, and says whether somebody has to begin it. */
  boolean request() {
    pending = true;
    return !working;
  }

  /** Takes on the next step if one is asked for. */
  boolean takeStep() {
    working = pending;
    pending = false;
    annotated = false;
    return working;
  }

  /** Notes that its annotations have changed, and says whether nobody is at work on it. */
  boolean annotate() {
    annotated = true;
    return !working;
  }

  /** Whether its annotations have changed since the last step began. */
  boolean isAnnotated() {
    return annotated;
  }

  /** Lets a pod have at most that many seconds to end. */
  void limitGrace(long seconds) {
    grace = OptionalLong.of(Math.min(seconds, grace.orElse(Long.MAX_VALUE)));
  }

  /** How long the pod has to end; at least a second, as nothing may be killed at once. */
  long gracePeriodSeconds() {
    return Math.max(1, grace.orElse(pod.gracePeriodSeconds()));
  }
}
