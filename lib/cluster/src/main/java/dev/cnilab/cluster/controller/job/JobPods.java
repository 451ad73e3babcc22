package dev.cnilab.cluster.controller.job;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pods of a Job by phase.
 *
 * @param failed those whose failure counts
 * @param ending those that are being deleted and have not ended yet
 * @param all including those whose failure the policy ignores
 */
record JobPods(
    List<KubeObject> active,
    List<KubeObject> succeeded,
    List<KubeObject> failed,
    List<KubeObject> ending,
    List<KubeObject> all) {

  static JobPods of(List<KubeObject> pods, FailurePolicy policy) {
    return new JobPods(
        pods.stream().filter(pod -> new Pod(pod).isActive()).toList(),
        pods.stream().filter(pod -> isIn(pod, "Succeeded")).toList(),
        pods.stream()
            .filter(pod -> isIn(pod, "Failed"))
            .filter(pod -> policy.on(pod).action() != FailurePolicy.Action.IGNORE)
            .toList(),
        pods.stream().filter(pod -> pod.isTerminating() && !new Pod(pod).isFinished()).toList(),
        pods);
  }

  private static boolean isIn(KubeObject pod, String phase) {
    return new Pod(pod).phase().equals(phase);
  }

  long ready() {
    return active.stream().filter(pod -> new Pod(pod).isReady()).count();
  }

  /** The number of failures: failed pods and container restarts. */
  int failures() {
    return failed.size() + active.stream().mapToInt(pod -> new Pod(pod).restarts()).sum();
  }

  /** When the last failed pod ended. */
  Optional<Instant> lastFailure() {
    return failed.stream()
        .map(pod -> pod.text("/status/containerStatuses/0/state/terminated/finishedAt"))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .max(Instant::compareTo);
  }
}
