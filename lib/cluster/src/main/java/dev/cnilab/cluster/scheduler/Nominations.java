package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods for which others were evicted from a node: less important pods must not take that room. */
final class Nominations {
  private final Map<String, Nomination> all = new HashMap<>();

  private record Nomination(PodInfo pod, String node) {}

  void put(PodInfo pod, String node) {
    all.put(pod.key(), new Nomination(pod, node));
  }

  void remove(String podKey) {
    all.remove(podKey);
  }

  Optional<String> nodeOf(PodInfo pod) {
    return Optional.ofNullable(all.get(pod.key())).map(Nomination::node);
  }

  /** The nodes from a pod's view: including the nominated pods of at least its priority. */
  List<NodeInfo> seenBy(PodInfo pod, List<NodeInfo> nodes) {
    if (all.isEmpty()) {
      return nodes;
    }
    return nodes.stream().map(node -> seenBy(pod, node)).toList();
  }

  private NodeInfo seenBy(PodInfo pod, NodeInfo node) {
    List<PodInfo> coming =
        all.values().stream()
            .filter(each -> each.node.equals(node.name()) && !each.pod.key().equals(pod.key()))
            .filter(each -> each.pod.priority() >= pod.priority())
            .map(Nomination::pod)
            .toList();
    return coming.isEmpty() ? node : node.with(coming);
  }
}
