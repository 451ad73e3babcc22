package dev.cnilab.cluster.controller.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sizes that a Deployment gives its ReplicaSets next; independent of the clock. */
final class Scaling {
  private Scaling() {}

  /** A ReplicaSet and its new size. */
  record Step(ReplicaSet set, int size) {}

  /** The next size of the current ReplicaSet, closer to the desired one. */
  static int currentSize(Rollout rollout, int size) {
    if (size >= rollout.desired() || !rollout.isRollingUpdate()) {
      return rollout.desired();
    }
    int room = rollout.most() - rollout.totalSize();
    return size + Math.max(0, Math.min(room, rollout.desired() - size));
  }

  /**
   * Removes replicas from the old sets: first those that are not available anyway, then as many as
   * may be unavailable.
   */
  static List<Step> rollOld(Rollout rollout) {
    Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
    rollout.old().stream().filter(set -> set.size() > 0).forEach(set -> sizes.put(set, set.size()));
    int least = rollout.desired() - rollout.maxUnavailable();
    int missingInCurrent = rollout.current().map(set -> set.size() - set.available()).orElse(0);
    int unhealthy = rollout.totalSize() - least - missingInCurrent;
    if (unhealthy <= 0) {
      return List.of();
    }
    for (ReplicaSet set : List.copyOf(sizes.keySet())) {
      int taken = Math.max(0, Math.min(unhealthy, set.size() - set.available()));
      sizes.merge(set, -taken, Integer::sum);
      unhealthy -= taken;
    }
    int spare = rollout.totalAvailable() - least;
    for (ReplicaSet set : List.copyOf(sizes.keySet())) {
      int taken = Math.max(0, Math.min(spare, sizes.getOrDefault(set, 0)));
      sizes.merge(set, -taken, Integer::sum);
      spare -= taken;
    }
    return steps(sizes);
  }

  /** Follows a change of the number of replicas; in the middle of a rollout proportionally. */
  static List<Step> resize(Rollout rollout) {
    List<ReplicaSet> active = rollout.active();
    Optional<ReplicaSet> only = onlyOne(rollout, active);
    if (only.isPresent()) {
      return steps(Map.of(only.get(), rollout.desired()));
    }
    if (rollout.current().filter(set -> isSaturated(rollout, set)).isPresent()) {
      return active.stream()
          .filter(set -> rollout.current().filter(set::equals).isEmpty())
          .map(set -> new Step(set, 0))
          .toList();
    }
    return rollout.isRollingUpdate() ? proportional(rollout, active) : List.of();
  }

  private static Optional<ReplicaSet> onlyOne(Rollout rollout, List<ReplicaSet> active) {
    return switch (active.size()) {
      case 0 -> rollout.current().or(() -> rollout.old().stream().reduce((a, b) -> b));
      case 1 -> Optional.of(active.get(0));
      default -> Optional.empty();
    };
  }

  private static boolean isSaturated(Rollout rollout, ReplicaSet set) {
    return set.size() == rollout.desired()
        && set.annotation(ReplicaSet.DESIRED_REPLICAS) == rollout.desired()
        && set.available() == rollout.desired();
  }

  private static List<Step> proportional(Rollout rollout, List<ReplicaSet> active) {
    int allowed = rollout.desired() == 0 ? 0 : rollout.most();
    int toAdd = allowed - active.stream().mapToInt(ReplicaSet::size).sum();
    List<ReplicaSet> ordered = new ArrayList<>(active);
    if (toAdd > 0) {
      java.util.Collections.reverse(ordered);
    }
    ordered.sort(Comparator.comparingInt(ReplicaSet::size).reversed());
    Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
    int left = toAdd;
    for (ReplicaSet set : ordered) {
      int share = share(rollout, set);
      int given = toAdd >= 0 ? Math.min(share, left) : Math.max(share, left);
      sizes.put(set, set.size() + (toAdd == 0 ? 0 : given));
      left -= toAdd == 0 ? 0 : given;
    }
    int leftover = left;
    sizes.computeIfPresent(ordered.get(0), (set, size) -> Math.max(0, size + leftover));
    return sizes.entrySet().stream().map(e -> new Step(e.getKey(), e.getValue())).toList();
  }

  private static int share(Rollout rollout, ReplicaSet set) {
    if (rollout.desired() == 0) {
      return -set.size();
    }
    long mostBefore = set.annotation(ReplicaSet.MAX_REPLICAS);
    long before = mostBefore == 0 ? Math.max(1, rollout.totalSize()) : mostBefore;
    return (int) Math.round((double) set.size() * rollout.most() / before) - set.size();
  }

  private static List<Step> steps(Map<ReplicaSet, Integer> sizes) {
    return sizes.entrySet().stream()
        .filter(entry -> entry.getKey().size() != entry.getValue())
        .map(entry -> new Step(entry.getKey(), entry.getValue()))
        .toList();
  }
}
