package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.List;
import java.util.Map;

/**
 * What scores compare a node with: the pods of the same Service or ReplicaSet, and how many nodes
 * have an image. A pod that belongs to neither is not spread.
 *
 * @param labels that siblings have in common; empty for a pod without siblings
 */
public record Spread(String namespace, Map<String, String> labels, List<NodeInfo> nodes) {
  private static final double MEGABYTE = 1 << 20;

  /**
   * For a pod.
   *
   * @param workloads Services and ReplicaSets of the pod's namespace
   */
  public static Spread of(PodInfo pod, List<KubeObject> workloads, List<NodeInfo> nodes) {
    Map<String, String> common = new java.util.TreeMap<>();
    var labels = pod.object().labels().entrySet();
    for (KubeObject workload : workloads) {
      Map<String, String> selector =
          workload.map(
              workload.kind().equals("Service") ? "/spec/selector" : "/spec/selector/matchLabels");
      if (!selector.isEmpty() && labels.containsAll(selector.entrySet())) {
        common.putAll(selector);
      }
    }
    return new Spread(pod.object().namespace(), common, nodes);
  }

  /** How many siblings of the pod a node has. */
  long siblings(NodeInfo node) {
    return labels.isEmpty()
        ? 0
        : node.pods().stream()
            .filter(pod -> pod.object().namespace().equals(namespace))
            .filter(pod -> !pod.object().isTerminating())
            .filter(pod -> pod.object().labels().entrySet().containsAll(labels.entrySet()))
            .count();
  }

  /** The size of an image a node has, less the fewer others have it. */
  double imageScore(String image, NodeInfo node) {
    Long size = node.imageSizes().get(image);
    if (size == null) {
      return 0;
    }
    long having = nodes.stream().filter(n -> n.imageSizes().containsKey(image)).count();
    return size * ((double) having / nodes.size()) / MEGABYTE * MEGABYTE;
  }
}
