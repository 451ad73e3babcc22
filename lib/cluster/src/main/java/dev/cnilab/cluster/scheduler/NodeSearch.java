package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.PodsOnNodes;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for nodes that a pod fits on. In a large cluster it stops when it has found enough, and the
 * next search starts after them: the defaults of {@code percentageOfNodesToScore}.
 */
final class NodeSearch {
  /** The least number of nodes to find; minFeasibleNodesToFind. */
  private static final int LEAST = 100;

  private static final int LEAST_PERCENT = 5;

  private int next;

  /** The suitable nodes, in the order of the nodes. */
  List<NodeInfo> find(PodInfo pod, List<NodeInfo> nodes, PodsOnNodes surroundings) {
    Optional<String> only = pod.affinity().onlyNode();
    if (only.isPresent()) {
      return nodes.stream()
          .filter(node -> node.name().equals(only.get()))
          .filter(node -> Filter.checkAll(pod, node, surroundings).isEmpty())
          .toList();
    }
    int enough = enough(nodes.size());
    List<NodeInfo> found = new ArrayList<>();
    int looked = 0;
    while (looked < nodes.size() && found.size() < enough) {
      NodeInfo node = nodes.get((next + looked++) % nodes.size());
      if (Filter.checkAll(pod, node, surroundings).isEmpty()) {
        found.add(node);
      }
    }
    next = nodes.isEmpty() ? 0 : (next + looked) % nodes.size();
    return found;
  }

  private static int enough(int nodes) {
    int percent = Math.max(LEAST_PERCENT, 50 - nodes / 125);
    return Math.max(LEAST, nodes * percent / 100);
  }
}
