package dev.cnilab.cluster.scheduler.snapshot;

import dev.cnilab.cluster.placement.Resources;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods on a node, their sums, and how many there are of each sort. An added or removed pod only
 * updates these; the others are not counted again.
 */
final class NodePods {
  private final Map<String, PodInfo> pods = new TreeMap<>();
  private final Map<String, PodInfo> exclusive = new TreeMap<>();
  private final Map<Sort, Integer> sorts = new HashMap<>();
  private @Nullable Counted lastCounted;
  private Resources requested = Resources.NONE;
  private Resources assumed = Resources.NONE;

  /** What pods of one workload share. */
  private record Sort(String namespace, Map<String, String> labels) {
    static Sort of(PodInfo pod) {
      return new Sort(pod.object().namespace(), pod.object().labels());
    }
  }

  /** Consecutive pods of one workload ask for the same. */
  private record Counted(Sort wanted, int count) {}

  NodePods copy() {
    NodePods copy = new NodePods();
    pods.values().forEach(copy::put);
    return copy;
  }

  /** The pods with a required anti-affinity. */
  Collection<PodInfo> exclusive() {
    return Collections.unmodifiableCollection(exclusive.values());
  }

  void put(PodInfo pod) {
    remove(pod.key());
    lastCounted = null;
    pods.put(pod.key(), pod);
    if (!pod.unwanted().isEmpty()) {
      exclusive.put(pod.key(), pod);
    }
    requested = requested.plus(pod.requests());
    assumed = assumed.plus(pod.assumed());
    if (!pod.isTerminating()) {
      sorts.merge(Sort.of(pod), 1, Integer::sum);
    }
  }

  @Nullable PodInfo find(String key) {
    return pods.get(key);
  }

  void remove(String key) {
    PodInfo gone = pods.remove(key);
    if (gone == null) {
      return;
    }
    exclusive.remove(key);
    lastCounted = null;
    requested = requested.minus(gone.requests());
    assumed = assumed.minus(gone.assumed());
    if (!gone.isTerminating()) {
      sorts.computeIfPresent(Sort.of(gone), (sort, count) -> count == 1 ? null : count - 1);
    }
  }

  Collection<PodInfo> all() {
    return Collections.unmodifiableCollection(pods.values());
  }

  boolean isEmpty() {
    return pods.isEmpty();
  }

  Resources requested() {
    return requested;
  }

  Resources assumed() {
    return assumed;
  }

  int count(String namespace, Map<String, String> labels) {
    Sort wanted = new Sort(namespace, labels);
    Counted last = lastCounted;
    if (last == null || !last.wanted.equals(wanted)) {
      last = new Counted(wanted, counted(namespace, labels));
      lastCounted = last;
    }
    return last.count;
  }

  private int counted(String namespace, Map<String, String> labels) {
    int count = 0;
    for (Map.Entry<Sort, Integer> each : sorts.entrySet()) {
      Sort sort = each.getKey();
      if (sort.namespace.equals(namespace) && hasAll(sort.labels, labels)) {
        count += each.getValue();
      }
    }
    return count;
  }

  private static boolean hasAll(Map<String, String> labels, Map<String, String> wanted) {
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      if (!each.getValue().equals(labels.get(each.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
