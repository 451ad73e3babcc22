package dev.cnilab.cluster.controller.replica;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which pods of a ReplicaSet are deleted first when there are too many: those without a node, then
 * pending before running, not ready before ready, lower before higher deletion cost, those on nodes
 * with more of them, ready for a shorter time, with more restarts, younger (ActivePodsWithRanks of
 * Kubernetes).
 */
final class DeletionOrder {
  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final List<String> PHASES = List.of("Pending", "", "Unknown", "Running");

  private DeletionOrder() {}

  static List<KubeObject> first(int count, Collection<KubeObject> pods) {
    Map<String, Long> perNode =
        pods.stream()
            .map(Pod::new)
            .collect(Collectors.groupingBy(Pod::nodeName, Collectors.counting()));
    return pods.stream()
        .map(Pod::new)
        .sorted(order(pod -> perNode.getOrDefault(pod.nodeName(), 0L)))
        .limit(count)
        .map(Pod::object)
        .toList();
  }

  private static Comparator<Pod> order(Function<Pod, Long> crowd) {
    return Comparator.comparing((Pod pod) -> !pod.nodeName().isEmpty())
        .thenComparing(pod -> PHASES.indexOf(pod.phase()))
        .thenComparing(Pod::isReady)
        .thenComparing(DeletionOrder::cost)
        .thenComparing(crowd, Comparator.reverseOrder())
        .thenComparing(pod -> pod.readySince().orElse(Instant.MAX), Comparator.reverseOrder())
        .thenComparing(Pod::restarts, Comparator.reverseOrder())
        .thenComparing(
            pod -> pod.object().text("/metadata/creationTimestamp"), Comparator.reverseOrder());
  }

  private static int cost(Pod pod) {
    try {
      return Integer.parseInt(pod.object().annotations().getOrDefault(DELETION_COST, "0"));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
