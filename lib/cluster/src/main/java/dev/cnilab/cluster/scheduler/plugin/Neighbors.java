package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodTerm;
import dev.cnilab.cluster.scheduler.snapshot.Preference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * In which domains there are pods that a pod wants nearby or far away, and pods that do not want
 * it: the state of the plugin InterPodAffinity.
 */
final class Neighbors {
  private final PodInfo pod;
  private final Function<String, Map<String, String>> namespaceLabels;
  private final Map<Domain, Integer> wanted = new HashMap<>();
  private final Set<Domain> unwanted = new HashSet<>();
  private final Set<Domain> closed = new HashSet<>();
  private final Map<Domain, Long> preferred = new HashMap<>();

  /** The keys of the domains that its preferences are about. */
  private final Set<String> preferredKeys = new LinkedHashSet<>();

  /** The nodes that share a value of a label. */
  record Domain(String key, String value) {
    static @Nullable Domain of(String key, NodeInfo node) {
      String value = node.object().labels().get(key);
      return value == null ? null : new Domain(key, value);
    }
  }

  Neighbors(
      PodInfo pod, List<NodeInfo> nodes, Function<String, Map<String, String>> namespaceLabels) {
    this.pod = pod;
    this.namespaceLabels = namespaceLabels;
    for (Preference preference : pod.preferences()) {
      preferredKeys.add(preference.term().topologyKey());
    }
    boolean asksNothing =
        pod.wanted().isEmpty() && pod.unwanted().isEmpty() && pod.preferences().isEmpty();
    for (NodeInfo node : nodes) {
      node.exclusivePods().forEach(other -> close(other, node));
      if (!asksNothing) {
        node.pods().forEach(other -> count(other.object(), node));
      }
    }
  }

  private void close(PodInfo other, NodeInfo node) {
    for (PodTerm term : other.unwanted()) {
      Domain domain = Domain.of(term.topologyKey(), node);
      if (domain != null && term.matches(pod.object(), namespaceLabels)) {
        closed.add(domain);
      }
    }
  }

  private void count(KubeObject other, NodeInfo node) {
    if (!pod.wanted().isEmpty() && isWanted(other)) {
      for (PodTerm term : pod.wanted()) {
        Domain domain = Domain.of(term.topologyKey(), node);
        if (domain != null) {
          wanted.merge(domain, 1, Integer::sum);
        }
      }
    }
    for (PodTerm term : pod.unwanted()) {
      Domain domain = Domain.of(term.topologyKey(), node);
      if (domain != null && term.matches(other, namespaceLabels)) {
        unwanted.add(domain);
      }
    }
    for (Preference preference : pod.preferences()) {
      Domain domain = Domain.of(preference.term().topologyKey(), node);
      if (domain != null && preference.term().matches(other, namespaceLabels)) {
        preferred.merge(domain, (long) preference.weight(), Long::sum);
      }
    }
  }

  private boolean isWanted(KubeObject other) {
    return pod.wanted().stream().allMatch(term -> term.matches(other, namespaceLabels));
  }

  /**
   * Whether the pods it requires are in the domain; the first pod of a group that requires itself
   * need not wait.
   */
  boolean allWantedNear(NodeInfo node) {
    if (pod.wanted().isEmpty()) {
      return true;
    }
    if (wanted.isEmpty() && isWanted(pod.object())) {
      return pod.wanted().stream().allMatch(term -> Domain.of(term.topologyKey(), node) != null);
    }
    return pod.wanted().stream()
        .map(term -> Domain.of(term.topologyKey(), node))
        .allMatch(wanted::containsKey);
  }

  /** Whether there is a pod in the domain that it excludes. */
  boolean anyUnwantedNear(NodeInfo node) {
    for (PodTerm term : pod.unwanted()) {
      if (unwanted.contains(Domain.of(term.topologyKey(), node))) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a pod in the domain that excludes it. */
  boolean isClosed(NodeInfo node) {
    for (Domain domain : closed) {
      if (domain.value().equals(node.object().labels().get(domain.key()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The weights of its preferences, each multiplied by the number of matching pods in the domain.
   */
  double preference(NodeInfo node) {
    long sum = 0;
    for (String key : preferredKeys) {
      sum += preferred.getOrDefault(Domain.of(key, node), 0L);
    }
    return sum;
  }
}
