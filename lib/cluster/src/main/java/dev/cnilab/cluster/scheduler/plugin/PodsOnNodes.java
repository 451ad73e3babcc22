package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.SpreadConstraint;
import dev.cnilab.cluster.scheduler.snapshot.SpreadConstraint.Action;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The input of filters and scores besides the node: the pods on all nodes. */
public final class PodsOnNodes {
  private final Neighbors neighbors;
  private final List<Skew> held;
  private final List<Skew> hoped;

  private PodsOnNodes(Neighbors neighbors, List<Skew> held, List<Skew> hoped) {
    this.neighbors = neighbors;
    this.held = held;
    this.hoped = hoped;
  }

  /**
   * For a pod.
   *
   * @param namespaceLabels the labels of a namespace
   */
  public static PodsOnNodes of(
      PodInfo pod, List<NodeInfo> nodes, Function<String, Map<String, String>> namespaceLabels) {
    return new PodsOnNodes(
        new Neighbors(pod, nodes, namespaceLabels),
        skews(pod, Action.DO_NOT_SCHEDULE, nodes),
        skews(pod, Action.SCHEDULE_ANYWAY, nodes));
  }

  private static List<Skew> skews(PodInfo pod, Action action, List<NodeInfo> nodes) {
    List<SpreadConstraint> constraints =
        pod.spread().stream().filter(constraint -> constraint.is(action)).toList();
    List<String> keys = constraints.stream().map(SpreadConstraint::topologyKey).toList();
    return constraints.stream().map(constraint -> new Skew(pod, constraint, keys, nodes)).toList();
  }

  Neighbors neighbors() {
    return neighbors;
  }

  /** Constraints that must be met. */
  List<Skew> held() {
    return held;
  }

  /** Constraints that are met if possible. */
  List<Skew> hoped() {
    return hoped;
  }
}
