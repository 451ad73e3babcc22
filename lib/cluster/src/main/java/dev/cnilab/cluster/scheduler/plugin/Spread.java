package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input of scores besides the node: the pods of the same Service or ReplicaSet, and how many
 * nodes have an image. A pod that belongs to neither is not spread.
 *
 * @param labels that siblings share; empty for a pod without siblings
 * @param having how many nodes have each image of the pod
 * @param nodes the number of all nodes
 */
public record Spread(
    String namespace,
    Map<String, String> labels,
    Map<String, Integer> having,
    int nodes,
    PodsOnNodes surroundings) {
  private static final double MEGABYTE = 1 << 20;

  /**
   * For a pod.
   *
   * @param workloads the Services that select it and the ReplicaSet that has created it
   */
  public static Spread of(
      PodInfo pod, List<KubeObject> workloads, Snapshot nodes, PodsOnNodes surroundings) {
    Map<String, String> common = new TreeMap<>();
    var labels = pod.object().labels().entrySet();
    for (KubeObject workload : workloads) {
      Map<String, String> selector =
          workload.map(
              workload.kind().equals("Service") ? "/spec/selector" : "/spec/selector/matchLabels");
      if (!selector.isEmpty() && labels.containsAll(selector.entrySet())) {
        common.putAll(selector);
      }
    }
    Map<String, Integer> having = new HashMap<>();
    pod.images().forEach(image -> having.computeIfAbsent(image, nodes::nodesWith));
    return new Spread(pod.object().namespace(), common, having, nodes.nodes().size(), surroundings);
  }

  /** How many siblings of the pod are on a node. */
  int siblings(NodeInfo node) {
    return labels.isEmpty() ? 0 : node.podsWith(namespace, labels);
  }

  /** The size of an image that a node has, reduced if few other nodes have it. */
  double imageScore(String image, NodeInfo node) {
    Long size = node.imageSizes().get(image);
    if (size == null) {
      return 0;
    }
    return size * ((double) having.getOrDefault(image, 0) / nodes) / MEGABYTE * MEGABYTE;
  }
}
