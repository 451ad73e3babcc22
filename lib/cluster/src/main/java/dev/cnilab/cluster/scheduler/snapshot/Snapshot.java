package dev.cnilab.cluster.scheduler.snapshot;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The nodes and what runs on them, kept up to date by what the informers tell and by what the
 * scheduler itself has just bound. Each node's sums are computed when they are next asked for.
 */
public final class Snapshot {
  private final Map<String, KubeObject> nodes = new TreeMap<>();
  private final Map<String, Map<String, PodInfo>> pods = new HashMap<>();
  private final Map<String, String> nodeOf = new HashMap<>();
  private final Map<String, NodeInfo> computed = new HashMap<>();

  public void putNode(KubeObject node) {
    nodes.put(node.name(), node);
    computed.remove(node.name());
  }

  public void removeNode(KubeObject node) {
    nodes.remove(node.name());
    computed.remove(node.name());
  }

  /** Notes a pod that is bound; one that has finished takes nothing any more. */
  public void putPod(KubeObject pod) {
    removePod(pod);
    Pod view = new Pod(pod);
    if (!view.nodeName().isEmpty() && !view.isFinished()) {
      PodInfo info = PodInfo.of(pod);
      pods.computeIfAbsent(view.nodeName(), node -> new TreeMap<>()).put(info.key(), info);
      nodeOf.put(info.key(), view.nodeName());
      computed.remove(view.nodeName());
    }
  }

  public void removePod(KubeObject pod) {
    String key = pod.namespace() + "/" + pod.name();
    String node = nodeOf.remove(key);
    if (node != null) {
      pods.getOrDefault(node, Map.of()).remove(key);
      computed.remove(node);
    }
  }

  /** All nodes, in order of their names. */
  public List<NodeInfo> nodes() {
    return nodes.values().stream()
        .map(
            node ->
                computed.computeIfAbsent(
                    node.name(),
                    name ->
                        NodeInfo.of(node, List.copyOf(pods.getOrDefault(name, Map.of()).values()))))
        .toList();
  }
}
