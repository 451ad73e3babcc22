package dev.cnilab.cluster.controller.job;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The pods of a Job, by how far they are. */
record JobPods(List<KubeObject> active, List<KubeObject> succeeded, List<KubeObject> failed) {

  static JobPods of(List<KubeObject> pods) {
    return new JobPods(
        pods.stream().filter(pod -> new Pod(pod).isActive()).toList(),
        pods.stream().filter(pod -> new Pod(pod).phase().equals("Succeeded")).toList(),
        pods.stream().filter(pod -> new Pod(pod).phase().equals("Failed")).toList());
  }

  long ready() {
    return active.stream().filter(pod -> new Pod(pod).isReady()).count();
  }

  /** How often something has gone wrong: pods that failed, and containers that were restarted. */
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
