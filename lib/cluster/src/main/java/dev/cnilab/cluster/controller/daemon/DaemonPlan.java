package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done about a DaemonSet's pods: a pure function of the nodes and the pods.
 *
 * @param hash of the set's template
 * @param fits whether each node may have a pod
 * @param pods those on each node, the oldest first
 */
record DaemonPlan(
    KubeObject set,
    String hash,
    Map<String, DaemonPod.Fit> fits,
    Map<String, List<Daemon>> pods,
    Instant now) {

  static DaemonPlan of(
      KubeObject set,
      String hash,
      Map<String, DaemonPod.Fit> fits,
      Collection<Daemon> pods,
      Instant now) {
    Map<String, List<Daemon>> onNode = LinkedHashMap.newLinkedHashMap(pods.size());
    pods.stream()
        .sorted(Comparator.comparing(Daemon::created))
        .forEach(pod -> onNode.computeIfAbsent(pod.node(), n -> new ArrayList<>(1)).add(pod));
    return new DaemonPlan(set, hash, fits, onNode, now);
  }

  /** The nodes that should have a pod and have none, not even a terminating one. */
  List<String> missing() {
    return fits.entrySet().stream()
        .filter(entry -> entry.getValue() == DaemonPod.Fit.RUN)
        .map(Map.Entry::getKey)
        .filter(node -> !pods.containsKey(node))
        .toList();
  }

  /** The finished pods, each of which is replaced by a new one. */
  List<Daemon> finished() {
    return present().filter(Daemon::isFinished).toList();
  }

  /** The pods on nodes that may not have one, and all but the oldest on each node with several. */
  List<Daemon> surplus() {
    List<Daemon> surplus = new ArrayList<>();
    pods.forEach(
        (node, here) -> {
          boolean unwanted = fits.getOrDefault(node, DaemonPod.Fit.NONE) == DaemonPod.Fit.NONE;
          if (!unwanted && here.size() < 2) {
            return; // as on nearly all nodes
          }
          List<Daemon> live = here.stream().filter(Daemon::isActive).toList();
          surplus.addAll(unwanted ? live : live.subList(Math.min(1, live.size()), live.size()));
        });
    return surplus;
  }

  /** The pods of an older template that can be replaced now, without more missing than allowed. */
  List<Daemon> outdated() {
    if (set.text("/spec/updateStrategy/type").equals("OnDelete")) {
      return List.of();
    }
    List<Daemon> old = present().filter(Daemon::isActive).filter(pod -> !isCurrent(pod)).toList();
    if (old.isEmpty()) {
      return old;
    }
    List<Daemon> broken = old.stream().filter(pod -> !isAvailable(pod)).toList();
    List<Daemon> working = old.stream().filter(this::isAvailable).toList();
    long unavailable =
        fits.entrySet().stream()
            .filter(entry -> entry.getValue() == DaemonPod.Fit.RUN)
            .filter(entry -> oldest(entry.getKey()).stream().noneMatch(this::isAvailable))
            .count();
    List<Daemon> replaced = new ArrayList<>(broken);
    working.stream().limit(Math.max(0, maxUnavailable() - unavailable)).forEach(replaced::add);
    return replaced;
  }

  boolean isCurrent(Daemon pod) {
    return hash.equals(pod.hash());
  }

  boolean isAvailable(Daemon pod) {
    if (pod.isTerminating()) {
      return false;
    }
    long minReady = set.at("/spec/minReadySeconds").asLong();
    return minReady == 0
        ? pod.isReady()
        : Availability.of(List.of(pod.object()), Duration.ofSeconds(minReady), now).available()
            == 1;
  }

  /** The oldest pod of a node, if there is one. */
  List<Daemon> oldest(String node) {
    List<Daemon> here = pods.getOrDefault(node, List.of());
    return here.subList(0, Math.min(1, here.size()));
  }

  private java.util.stream.Stream<Daemon> present() {
    return pods.values().stream().flatMap(List::stream).filter(pod -> !pod.isTerminating());
  }

  private long maxUnavailable() {
    JsonNode value = set.at("/spec/updateStrategy/rollingUpdate/maxUnavailable");
    long desired = fits.values().stream().filter(fit -> fit == DaemonPod.Fit.RUN).count();
    long most =
        value.isTextual()
            ? (long) Math.ceil(desired * Double.parseDouble(value.asText().replace("%", "")) / 100)
            : value.asLong(1);
    return Math.max(1, most);
  }
}
