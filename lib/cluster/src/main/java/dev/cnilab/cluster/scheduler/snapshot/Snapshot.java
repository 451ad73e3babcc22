package dev.cnilab.cluster.scheduler.snapshot;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and their pods, kept up to date by the informers and by what the scheduler itself has
 * just bound.
 */
public final class Snapshot {
  private final Map<String, NodeInfo> nodes = new TreeMap<>();
  private final Map<String, NodePods> pods = new HashMap<>();
  private final Map<String, String> nodeOf = new HashMap<>();
  private final Map<String, Integer> nodesWithImage = new HashMap<>();
  private @Nullable List<NodeInfo> inOrder;

  public void putNode(KubeObject node) {
    removeNode(node);
    NodeInfo info = new NodeInfo(node, podsOn(node.name()));
    nodes.put(node.name(), info);
    info.imageSizes().keySet().forEach(image -> nodesWithImage.merge(image, 1, Integer::sum));
  }

  public void removeNode(KubeObject node) {
    inOrder = null;
    NodeInfo gone = nodes.remove(node.name());
    if (gone != null) {
      gone.imageSizes()
          .keySet()
          .forEach(
              image ->
                  nodesWithImage.computeIfPresent(
                      image, (name, count) -> count == 1 ? null : count - 1));
    }
  }

  /**
   * Adds a bound pod; one that has finished no longer uses anything.
   *
   * @return whether it is new, or has new labels
   */
  public boolean putPod(KubeObject pod) {
    Map<String, String> before = labelsOf(pod.key());
    removePod(pod);
    Pod view = new Pod(pod);
    if (!view.nodeName().isEmpty() && !view.isFinished()) {
      PodInfo info = PodInfo.of(pod);
      podsOn(view.nodeName()).put(info);
      nodeOf.put(info.key(), view.nodeName());
    }
    return !pod.labels().equals(before);
  }

  private @Nullable Map<String, String> labelsOf(String key) {
    String node = nodeOf.get(key);
    PodInfo known = node == null ? null : podsOn(node).find(key);
    return known == null ? null : known.object().labels();
  }

  public void removePod(KubeObject pod) {
    String key = pod.key();
    String node = nodeOf.remove(key);
    if (node != null) {
      podsOn(node).remove(key);
      pods.computeIfPresent(
          node, (name, those) -> those.isEmpty() && !nodes.containsKey(name) ? null : those);
    }
  }

  private NodePods podsOn(String node) {
    return pods.computeIfAbsent(node, name -> new NodePods());
  }

  /** All nodes, in order of their names. */
  public List<NodeInfo> nodes() {
    List<NodeInfo> all = inOrder;
    if (all == null) {
      all = List.copyOf(nodes.values());
      inOrder = all;
    }
    return all;
  }

  /** How many nodes have an image of that name. */
  public int nodesWith(String image) {
    return nodesWithImage.getOrDefault(image, 0);
  }
}
