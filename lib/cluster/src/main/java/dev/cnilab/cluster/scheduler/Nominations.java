package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods for which others were told to leave a node: their room is not for less important ones.
 */
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

  /** The nodes as a pod has to see them: with those of at least its priority that are to come. */
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
