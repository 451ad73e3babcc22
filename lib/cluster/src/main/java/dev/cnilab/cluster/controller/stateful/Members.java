package dev.cnilab.cluster.controller.stateful;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pods of a StatefulSet by ordinal.
 *
 * @param first the lowest wanted ordinal
 * @param replicas how many ordinals are wanted
 */
record Members(TreeMap<Integer, KubeObject> pods, int first, int replicas) {
  static Members of(KubeObject set, List<KubeObject> owned) {
    TreeMap<Integer, KubeObject> pods = new TreeMap<>();
    for (KubeObject pod : owned) {
      int ordinal = Member.ordinal(set, pod);
      if (ordinal >= 0) {
        pods.put(ordinal, pod);
      }
    }
    return new Members(
        pods, set.at("/spec/ordinals/start").asInt(), set.at("/spec/replicas").asInt(1));
  }

  int end() {
    return first + replicas;
  }

  Optional<KubeObject> at(int ordinal) {
    return Optional.ofNullable(pods.get(ordinal));
  }

  boolean isWanted(int ordinal) {
    return ordinal >= first && ordinal < end();
  }

  /** The pods beyond the wanted ones, the last first. */
  List<KubeObject> surplus() {
    return pods.descendingMap().entrySet().stream()
        .filter(entry -> !isWanted(entry.getKey()))
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  long ofRevision(String revision) {
    return pods.values().stream()
        .filter(pod -> !pod.isTerminating() && revision(pod).equals(revision))
        .count();
  }

  static String revision(KubeObject pod) {
    return pod.labels().getOrDefault(Member.REVISION, "");
  }

  static boolean isHealthy(KubeObject pod) {
    return !pod.isTerminating() && new Pod(pod).isReady();
  }
}
