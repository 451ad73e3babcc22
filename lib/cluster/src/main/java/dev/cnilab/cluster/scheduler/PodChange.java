package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A pod that is new on a node, or has new labels there: which pods that may help. */
record PodChange(KubeObject pod, Function<String, Map<String, String>> namespaceLabels) {
  /** Whether a pod that these filters have rejected should be retried. */
  boolean helps(KubeObject waiting, Set<Filter> rejectedBy) {
    if (!rejectedBy.contains(Filter.INTER_POD_AFFINITY)
        && !rejectedBy.contains(Filter.POD_TOPOLOGY_SPREAD)) {
      return false;
    }
    PodInfo info = PodInfo.of(waiting);
    return info.wanted().stream().anyMatch(term -> term.matches(pod, namespaceLabels))
        || info.spread().stream().anyMatch(constraint -> constraint.matches(pod));
  }
}
