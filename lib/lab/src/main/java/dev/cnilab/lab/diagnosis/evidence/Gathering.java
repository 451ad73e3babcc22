package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.text.ResourceFiles;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Examines a cluster as a person would: its objects, its nodes, its pods' logs. */
public final class Gathering {

  private static final List<String> LISTS =
      List.of(
          "/api/v1/services",
          "/api/v1/events",
          "/api/v1/configmaps",
          "/apis/discovery.k8s.io/v1/endpointslices",
          "/apis/networking.k8s.io/v1/servicecidrs",
          "/apis/apps/v1/deployments",
          "/apis/apps/v1/daemonsets",
          "/apis/crd.projectcalico.org/v1/ippools",
          "/apis/cilium.io/v2/ciliumnodes");

  /** Not everyone may read these, so they are read only if they matter. */
  private static final List<String> ROLES =
      List.of(
          "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");

  private static final String FORBIDDEN = "is forbidden: User ";
  private static final int LOG_LINES = 20;

  /** The time within which a refused client retries, in seconds. */
  private static final int LATELY = 120;

  private final Cluster cluster;
  private final Workloads workloads;
  private final List<String> unseen = new ArrayList<>();

  public Gathering(Cluster cluster, Workloads workloads) {
    this.cluster = cluster;
    this.workloads = workloads;
  }

  /**
   * Examines everything that it may read.
   *
   * @throws dev.cnilab.lab.error.LabException if not even the nodes can be listed, so that no
   *     diagnosis is possible
   */
  public ClusterPicture picture() {
    List<Node> all = workloads.nodes().list();
    Map<String, List<Json>> lists = new HashMap<>();
    list(LISTS, lists);
    List<Pod> pods = look("pods", () -> workloads.everywhere().list()).orElse(List.of());
    List<NodePicture> nodes = new ArrayList<>();
    for (Node node : all) {
      look("node " + node.name(), () -> node(node)).ifPresent(nodes::add);
    }
    pods = stayed(pods);
    Map<String, String> logs = logs(pods);
    if (logs.values().stream().anyMatch(log -> log.contains(FORBIDDEN))) {
      list(ROLES, lists);
    }
    List<String> endpoints = endpoints(lists.getOrDefault("endpointslices", List.of()));
    return new ClusterPicture(
        nodes,
        pods,
        lists,
        stuck(pods, lists.getOrDefault("events", List.of())),
        look("networkpolicies", () -> Policies.of(cluster))
            .orElse(new Policies(List.of(), Map.of())),
        closed(nodes, pods, endpoints),
        logs,
        List.of(),
        unseen);
  }

  private void list(List<String> paths, Map<String, List<Json>> lists) {
    for (String path : paths) {
      String kind = path.replaceAll(".*/", "");
      look(path, () -> cluster.find(path).map(found -> found.list("/items")).orElse(List.of()))
          .ifPresent(found -> lists.put(kind, found));
    }
  }

  /** The pods that existed throughout the look at the nodes, in their present state. */
  private List<Pod> stayed(List<Pod> before) {
    Set<String> known = before.stream().map(Pod::uid).collect(Collectors.toSet());
    return look("pods", () -> workloads.everywhere().list()).orElse(before).stream()
        .filter(pod -> known.contains(pod.uid()))
        .toList();
  }

  private <T> Optional<T> look(String what, Supplier<T> look) {
    try {
      return Optional.of(look.get());
    } catch (LabException couldNot) {
      unseen.add(
          what + ": " + String.valueOf(couldNot.getMessage()).lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  private static NodePicture node(Node node) {
    Map<String, String> sections = new HashMap<>();
    String out = LineTimeLimit.LOOK.sh(node, script(), Gathering::hanging).out();
    for (String section : out.split("(?m)^## ", -1)) {
      String name = section.lines().findFirst().orElse("");
      sections.put(name, section.substring(name.length()).strip());
    }
    return new NodePicture(
        node, NodeCni.of(node.name(), line -> LineTimeLimit.LOOK.sh(node, line)), sections);
  }

  /** The command of the script that has begun and not ended. */
  static String hanging(String printed) {
    String last =
        printed.lines().filter(line -> line.startsWith("## ")).reduce("", (one, next) -> next);
    return script()
        .lines()
        .filter(line -> !last.isEmpty() && line.startsWith("s" + last.substring(2) + ";"))
        .findFirst()
        .map(line -> "'%s' does not end".formatted(line.replaceFirst("^s \\w+; *", "")))
        .orElse("nothing comes back");
  }

  private static String script() {
    return ResourceFiles.text(Gathering.class, "look.sh");
  }

  private static List<StuckPod> stuck(List<Pod> pods, List<Json> events) {
    List<StuckPod> stuck = new ArrayList<>();
    for (Pod pod : pods) {
      boolean goes = !pod.object().text("/metadata/deletionTimestamp").isEmpty();
      if ((goes || pod.phase().equals("Pending")) && !pod.nodeName().isEmpty()) {
        events.stream()
            .filter(event -> event.text("/involvedObject/uid").equals(pod.uid()))
            .filter(
                event ->
                    event.text("/reason").equals(goes ? "FailedKillPod" : "FailedCreatePodSandBox"))
            .max(java.util.Comparator.comparing(Gathering::last))
            .ifPresent(event -> stuck.add(new StuckPod(pod, event.text("/message"))));
      }
    }
    return stuck;
  }

  private static String last(Json event) {
    String series = event.text("/series/lastObservedTime");
    String time = event.text("/lastTimestamp");
    return series.isEmpty() ? time.isEmpty() ? event.text("/eventTime") : time : series;
  }

  /** The ready endpoints of TCP ports: {@code address:port}. */
  private static List<String> endpoints(List<Json> slices) {
    List<String> all = new ArrayList<>();
    for (Json slice : slices) {
      for (Json port : slice.list("/ports")) {
        if (port.text("/protocol").equals("TCP")) {
          for (Json endpoint : slice.list("/endpoints")) {
            if (!endpoint.text("/conditions/ready").equals("false")) {
              all.add(endpoint.text("/addresses/0") + ":" + port.number("/port"));
            }
          }
        }
      }
    }
    return all.stream().distinct().toList();
  }

  /**
   * Connects to each endpoint from its own node, so that nothing lies between. A refusal means that
   * nothing listens; silence has other causes.
   */
  private List<String> closed(List<NodePicture> nodes, List<Pod> pods, List<String> endpoints) {
    List<String> closed = new ArrayList<>();
    for (NodePicture node : nodes) {
      List<String> here =
          endpoints.stream()
              .filter(
                  endpoint ->
                      pods.stream()
                          .anyMatch(
                              pod ->
                                  pod.nodeName().equals(node.name())
                                      && !pod.hostNetwork()
                                      && endpoint.startsWith(pod.ip() + ":")))
              .toList();
      if (!here.isEmpty()) {
        String line =
            "for e in %s; do nc -z -v -w 2 ${e%%:*} ${e#*:} 2>&1 | grep -qi refused && echo $e; done"
                .formatted(String.join(" ", here));
        look("endpoints on " + node.name(), () -> LineTimeLimit.ASK.sh(node.node(), line).lines())
            .ifPresent(closed::addAll);
      }
    }
    return closed;
  }

  private Map<String, String> logs(List<Pod> pods) {
    Map<String, String> logs = new HashMap<>();
    for (Pod pod : pods) {
      boolean stuck = !pod.isReady() && !pod.phase().equals("Succeeded");
      boolean answersNames = pod.labels().getOrDefault("k8s-app", "").equals("kube-dns");
      if ((stuck || answersNames) && !pod.nodeName().isEmpty()) {
        look("log of " + pod.name(), () -> cluster.log(pod.namespace(), pod.name(), LOG_LINES))
            .ifPresent(text -> logs.put(pod.namespace() + "/" + pod.name(), text));
      } else if (isOfNodes(pod)) {
        look("log of " + pod.name(), () -> lately(pod))
            .filter(text -> !text.isEmpty())
            .ifPresent(text -> logs.put(pod.namespace() + "/" + pod.name(), text));
      }
    }
    return logs;
  }

  private static boolean isOfNodes(Pod pod) {
    return pod.hostNetwork()
        && pod.object().text("/metadata/ownerReferences/0/kind").equals("DaemonSet");
  }

  /** The recent log of pods that run on nodes and for them, because old errors need not persist. */
  private String lately(Pod pod) {
    return cluster.recentLog(pod.namespace(), pod.name(), LOG_LINES, LATELY);
  }
}
