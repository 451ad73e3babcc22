package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.SpreadConstraint;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many matching pods each domain of a constraint has: the state of the plugin
 * PodTopologySpread.
 */
final class Skew {
  private final PodInfo pod;
  private final SpreadConstraint constraint;
  private final Map<String, Integer> counts = new HashMap<>();

  /** The number in the domain with the fewest. */
  private final int least;

  /** The increase with the pod itself: one or none. */
  private final int self;

  /**
   * For one constraint.
   *
   * @param keys of all constraints that are checked together; a node that lacks one of them is
   *     ignored
   */
  Skew(PodInfo pod, SpreadConstraint constraint, List<String> keys, List<NodeInfo> nodes) {
    this.pod = pod;
    this.constraint = constraint;
    for (NodeInfo node : nodes) {
      Map<String, String> labels = node.object().labels();
      if (labels.keySet().containsAll(keys) && isIncluded(node)) {
        counts.merge(
            labels.getOrDefault(constraint.topologyKey(), ""), matching(node), Integer::sum);
      }
    }
    boolean anEmptyOne = counts.isEmpty() || counts.size() < constraint.minDomains();
    this.least = anEmptyOne ? 0 : Collections.min(counts.values());
    this.self = constraint.matches(pod.object()) ? 1 : 0;
  }

  private boolean isIncluded(NodeInfo node) {
    return (!constraint.honorsAffinity() || pod.affinity().matches(node.object()))
        && (!constraint.honorsTaints()
            || Toleration.allowScheduling(pod.tolerations(), node.taints()));
  }

  private int matching(NodeInfo node) {
    return (int)
        node.pods().stream()
            .filter(other -> !other.isTerminating() && constraint.matches(other.object()))
            .count();
  }

  boolean knows(NodeInfo node) {
    return node.object().labels().containsKey(constraint.topologyKey());
  }

  /** Whether the pod would keep the skew within its limit. */
  boolean allows(NodeInfo node) {
    return of(node) + self - least <= constraint.maxSkew();
  }

  /** The number of matching pods in the node's domain. */
  int of(NodeInfo node) {
    String domain = node.object().labels().get(constraint.topologyKey());
    return domain == null ? 0 : counts.getOrDefault(domain, 0);
  }
}
