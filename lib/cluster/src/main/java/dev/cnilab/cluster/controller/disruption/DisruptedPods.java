package dev.cnilab.cluster.controller.disruption;

import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Pods whose eviction was granted but which have not been deleted yet. They count as gone, for two
 * minutes at most; {@code buildDisruptedPodMap} of Kubernetes.
 *
 * @param since when each was granted, by name
 * @param overdue pods that should be gone by now
 */
record DisruptedPods(Map<String, String> since, List<KubeObject> overdue) {
  /** How long the API server has to delete a pod after it granted the eviction. */
  private static final Duration UNTIL_DELETED = Duration.ofMinutes(2);

  /** The entries of a budget's status that are still pending. */
  static DisruptedPods of(KubeObject budget, List<KubeObject> pods, Instant now) {
    Map<String, KubeObject> byName =
        pods.stream().collect(Collectors.toMap(KubeObject::name, Function.identity()));
    Map<String, String> since = new TreeMap<>();
    List<KubeObject> overdue = new ArrayList<>();
    budget
        .at("/status/disruptedPods")
        .properties()
        .forEach(
            each -> {
              KubeObject pod = byName.get(each.getKey());
              String granted = each.getValue().asText();
              if (pod == null || pod.isTerminating()) {
                return;
              }
              if (end(granted).isAfter(now)) {
                since.put(each.getKey(), granted);
              } else {
                overdue.add(pod);
              }
            });
    return new DisruptedPods(since, overdue);
  }

  boolean includes(String pod) {
    return since.containsKey(pod);
  }

  /** When the next of them becomes overdue. */
  Optional<Instant> nextEnd() {
    return since.values().stream().map(DisruptedPods::end).min(Instant::compareTo);
  }

  private static Instant end(String granted) {
    return Instant.parse(granted).plus(UNTIL_DELETED);
  }
}
