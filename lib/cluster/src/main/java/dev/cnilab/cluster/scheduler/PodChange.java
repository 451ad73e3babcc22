package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A pod that has come to a node, or has other labels there: whom that may help. */
record PodChange(KubeObject pod, Function<String, Map<String, String>> namespaceLabels) {
  /** Whether it is worth to try a pod again that these filters have rejected. */
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
