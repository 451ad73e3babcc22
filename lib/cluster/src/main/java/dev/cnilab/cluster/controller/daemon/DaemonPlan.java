package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a DaemonSet's pods lack: a pure function of the nodes and the pods there are.
 *
 * @param fits what each node may have
 * @param pods those on each node, the oldest first
 */
record DaemonPlan(
    KubeObject set,
    String hash,
    Map<String, DaemonPod.Fit> fits,
    Map<String, List<KubeObject>> pods,
    Instant now) {

  static DaemonPlan of(
      KubeObject set, Collection<KubeObject> nodes, Collection<KubeObject> pods, Instant now) {
    Map<String, DaemonPod.Fit> fits = new LinkedHashMap<>();
    DaemonPod.Demands demands = DaemonPod.demands(set);
    nodes.forEach(node -> fits.put(node.name(), demands.fit(node)));
    Map<String, List<KubeObject>> onNode = new LinkedHashMap<>();
    pods.stream()
        .sorted(Comparator.comparing((KubeObject pod) -> pod.text("/metadata/creationTimestamp")))
        .forEach(
            pod -> onNode.computeIfAbsent(DaemonPod.nodeOf(pod), n -> new ArrayList<>()).add(pod));
    return new DaemonPlan(set, DaemonPod.hash(set), fits, onNode, now);
  }

  /** The nodes that should have a pod and have none, not even one on its way out. */
  List<String> missing() {
    return fits.entrySet().stream()
        .filter(entry -> entry.getValue() == DaemonPod.Fit.RUN)
        .map(Map.Entry::getKey)
        .filter(node -> !pods.containsKey(node))
        .toList();
  }

  /** The finished pods, each of which makes room for a new one. */
  List<KubeObject> finished() {
    return present().filter(pod -> new Pod(pod).isFinished()).toList();
  }

  /** The pods where none may be, and all but the oldest where there are several. */
  List<KubeObject> surplus() {
    List<KubeObject> surplus = new ArrayList<>();
    pods.forEach(
        (node, here) -> {
          List<KubeObject> live = here.stream().filter(pod -> new Pod(pod).isActive()).toList();
          boolean unwanted = fits.getOrDefault(node, DaemonPod.Fit.NONE) == DaemonPod.Fit.NONE;
          surplus.addAll(unwanted ? live : live.subList(Math.min(1, live.size()), live.size()));
        });
    return surplus;
  }

  /** The pods of an older template to replace now, without more missing than allowed. */
  List<KubeObject> outdated() {
    if (set.text("/spec/updateStrategy/type").equals("OnDelete")) {
      return List.of();
    }
    List<KubeObject> old =
        present().filter(pod -> new Pod(pod).isActive()).filter(pod -> !isCurrent(pod)).toList();
    List<KubeObject> broken = old.stream().filter(pod -> !isAvailable(pod)).toList();
    List<KubeObject> working = old.stream().filter(this::isAvailable).toList();
    long unavailable =
        fits.entrySet().stream()
            .filter(entry -> entry.getValue() == DaemonPod.Fit.RUN)
            .filter(entry -> oldest(entry.getKey()).stream().noneMatch(this::isAvailable))
            .count();
    List<KubeObject> replaced = new ArrayList<>(broken);
    working.stream().limit(Math.max(0, maxUnavailable() - unavailable)).forEach(replaced::add);
    return replaced;
  }

  boolean isCurrent(KubeObject pod) {
    return hash.equals(pod.labels().get(DaemonPod.HASH_LABEL));
  }

  boolean isAvailable(KubeObject pod) {
    if (pod.isTerminating()) {
      return false;
    }
    long minReady = set.at("/spec/minReadySeconds").asLong();
    return minReady == 0
        ? new Pod(pod).isReady()
        : Availability.of(List.of(pod), Duration.ofSeconds(minReady), now).available() == 1;
  }

  /** The oldest pod of a node, if there is one. */
  List<KubeObject> oldest(String node) {
    List<KubeObject> here = pods.getOrDefault(node, List.of());
    return here.subList(0, Math.min(1, here.size()));
  }

  private java.util.stream.Stream<KubeObject> present() {
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
