package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Pods without a node: those to try next, by priority and then by age, and those that wait until
 * something changes that affects the filters that rejected them. A pod does not wait for a back-off
 * while there is nothing else to do (as with SchedulerPopFromBackoffQ, on by default since 1.34).
 */
final class SchedulingQueue {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Map<String, KubeObject> pods = new HashMap<>();
  private final Map<String, Long> arrivals = new HashMap<>();
  private final TreeSet<String> active =
      new TreeSet<>(
          Comparator.comparingInt((String key) -> -priority(key))
              .thenComparingLong(key -> arrivals.getOrDefault(key, 0L)));
  private final Map<String, Waiting> waiting = new HashMap<>();
  private long arrived;

  /** A waiting pod's rejections, and since when it waits. */
  private record Waiting(Set<Filter> rejectedBy, Instant since) {}

  /** Adds a pod without a node; a waiting one keeps waiting unless its spec has changed. */
  void put(KubeObject pod) {
    String key = pod.key();
    KubeObject before = pods.get(key);
    boolean unchanged =
        before != null
            && before.uid().equals(pod.uid())
            && before.at("/spec").equals(pod.at("/spec"));
    if (unchanged) {
      pods.put(key, pod);
      return;
    }
    remove(pod);
    pods.put(key, pod);
    activate(key);
  }

  void remove(KubeObject pod) {
    String key = pod.key();
    if (pods.containsKey(key)) {
      active.remove(key);
      arrivals.remove(key);
      waiting.remove(key);
      pods.remove(key);
    }
  }

  /** Takes the next pod to try; it stays in the queue's records until it is removed. */
  Optional<KubeObject> poll() {
    return Optional.ofNullable(active.pollFirst()).map(pods::get);
  }

  boolean isIdle() {
    return active.isEmpty();
  }

  /** Makes a rejected pod wait. */
  void suspend(KubeObject pod, Set<Filter> rejectedBy, Instant now) {
    waiting.put(pod.key(), new Waiting(rejectedBy, now));
  }

  /**
   * Retries some of the rejected pods.
   *
   * @param worthATry decides by a pod and the filters that have rejected it
   */
  void wake(BiPredicate<KubeObject, Set<Filter>> worthATry) {
    List<String> woken =
        waiting.entrySet().stream()
            .filter(each -> worthATry.test(pods.get(each.getKey()), each.getValue().rejectedBy))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    woken.forEach(this::activate);
  }

  /** Retries a pod whose binding failed. */
  void retry(KubeObject pod) {
    if (pods.containsKey(pod.key())) {
      activate(pod.key());
    }
  }

  /** Retries pods that have waited for very long, in case an event was missed. */
  void wakeOldest(Instant now) {
    List<String> woken =
        waiting.entrySet().stream()
            .filter(entry -> entry.getValue().since.plus(LONGEST_WAIT).isBefore(now))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    woken.forEach(this::activate);
  }

  private void activate(String key) {
    waiting.remove(key);
    arrivals.putIfAbsent(key, arrived++);
    active.add(key);
  }

  private int priority(String key) {
    KubeObject pod = pods.get(key);
    return pod == null ? 0 : pod.at("/spec/priority").asInt();
  }
}
