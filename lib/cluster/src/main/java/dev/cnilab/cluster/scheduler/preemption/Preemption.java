package dev.cnilab.cluster.scheduler.preemption;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.PodsOnNodes;
import dev.cnilab.cluster.scheduler.plugin.Rejection;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks for less important pods that could make room for a pod that fits nowhere. */
public final class Preemption {
  private static final Rejection NOT_HELPFUL =
      new Rejection(Filter.NODE_NAME, "Preemption is not helpful for scheduling", false);
  private static final Rejection NO_VICTIMS =
      new Rejection(Filter.NODE_NAME, "No preemption victims found for incoming pod", false);

  private final PodInfo pod;
  private final List<NodeInfo> nodes;
  private final Function<String, Map<String, String>> namespaceLabels;
  private final Budgets budgets;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<List<Rejection>> refusals = new ArrayList<>();

  /**
   * For a pod that fits on no node.
   *
   * @param rejections the reasons of each node
   * @param budgets all PodDisruptionBudgets
   */
  public Preemption(
      PodInfo pod,
      List<NodeInfo> nodes,
      List<List<Rejection>> rejections,
      Function<String, Map<String, String>> namespaceLabels,
      List<KubeObject> budgets) {
    this.pod = pod;
    this.nodes = nodes;
    this.namespaceLabels = namespaceLabels;
    this.budgets = new Budgets(budgets);
    for (int i = 0; i < nodes.size(); i++) {
      if (rejections.get(i).stream().allMatch(Rejection::resolvable)) {
        tryNode(i);
      } else {
        refusals.add(List.of(NOT_HELPFUL));
      }
    }
  }

  /** The candidate that does the least harm; empty if no preemption would help. */
  public Optional<Candidate> best() {
    return candidates.stream().min(Candidate.PREFERENCE);
  }

  /** Why preemption does not help, for each such node. */
  public List<List<Rejection>> refusals() {
    return refusals;
  }

  private void tryNode(int index) {
    NodeInfo node = nodes.get(index);
    List<PodInfo> lesser =
        node.pods().stream()
            .filter(other -> other.priority() < pod.priority())
            .sorted(Candidate.IMPORTANCE)
            .toList();
    if (lesser.isEmpty()) {
      refusals.add(List.of(NO_VICTIMS));
      return;
    }
    List<Rejection> still = check(index, node.without(lesser));
    if (!still.isEmpty()) {
      refusals.add(still);
      return;
    }
    List<PodInfo> violating = budgets.violatedBy(lesser);
    List<PodInfo> victims = new ArrayList<>(lesser);
    spare(index, violating, victims);
    spare(index, lesser.stream().filter(each -> !violating.contains(each)).toList(), victims);
    int violations = (int) violating.stream().filter(victims::contains).count();
    candidates.add(new Candidate(node.name(), List.copyOf(victims), violations));
  }

  /** Removes from the list of victims those that can stay, the most important first. */
  private void spare(int index, List<PodInfo> some, List<PodInfo> victims) {
    for (PodInfo each : some) {
      List<PodInfo> others =
          victims.stream().filter(victim -> !victim.key().equals(each.key())).toList();
      if (check(index, nodes.get(index).without(others)).isEmpty()) {
        victims.remove(each);
      }
    }
  }

  private List<Rejection> check(int index, NodeInfo changed) {
    List<NodeInfo> all = new ArrayList<>(nodes);
    all.set(index, changed);
    return Filter.checkAll(pod, changed, PodsOnNodes.of(pod, all, namespaceLabels));
  }
}
