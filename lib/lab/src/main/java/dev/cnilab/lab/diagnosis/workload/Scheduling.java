package dev.cnilab.lab.diagnosis.workload;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for why no node takes a pod, as far as its fields and those of nodes show. */
public final class Scheduling {

  private static final int RANK = 4;

  /** Taints of nodes in a state that others report, and of control planes. */
  private static final String USUAL =
      "node(-role)?\\.kubernetes\\.io/.*|node\\.(cilium|cloudprovider\\.kubernetes)\\.io/.*|.*not-ready.*";

  private Scheduling() {}

  public static List<Detector> detectors() {
    return List.of(Scheduling::refused);
  }

  private static Stream<Suspicion> refused(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.phase().equals("Pending") && pod.nodeName().isEmpty())
        .flatMap(pod -> message(picture, pod).stream().flatMap(said -> why(picture, pod, said)))
        .distinct()
        .limit(2);
  }

  /** The scheduler's latest message about a pod. */
  private static Optional<String> message(ClusterPicture picture, Pod pod) {
    return picture
        .events(pod)
        .filter(event -> event.text("/reason").equals("FailedScheduling"))
        .reduce((earlier, later) -> later)
        .map(event -> event.text("/message"));
  }

  private static Stream<Suspicion> why(ClusterPicture picture, Pod pod, String said) {
    List<NodePicture> wanted =
        picture.nodes().stream().filter(node -> isSelected(pod, node)).toList();
    if (wanted.isEmpty()) {
      return picture.nodes().isEmpty() ? Stream.of() : Stream.of(selectsNone(pod));
    }
    return Stream.of(
            wanted.stream().flatMap(node -> tainted(pod, node)),
            wanted.stream().flatMap(Scheduling::cordoned),
            full(wanted, said),
            tooLarge(pod, said))
        .flatMap(each -> each)
        .limit(1);
  }

  private static boolean isSelected(Pod pod, NodePicture node) {
    Map<String, String> labels = node.node().object().fields("/metadata/labels");
    return labels.entrySet().containsAll(pod.object().fields("/spec/nodeSelector").entrySet());
  }

  private static Suspicion selectsNone(Pod pod) {
    return Suspicion.of(
            "pod-selects-no-node",
            PodOwner.of(pod),
            new Clue(
                "nodeSelector of pod " + pod.name(),
                pod.object().fields("/spec/nodeSelector") + ", labels that no node has"),
            "kubectl get nodes --show-labels",
            "Label a node, or let the workload select labels that nodes have.")
        .ranked(RANK);
  }

  /** A taint that somebody has set; without it, agents' pods may come there again too. */
  private static Stream<Suspicion> tainted(Pod pod, NodePicture node) {
    return node.node().object().list("/spec/taints").stream()
        .filter(taint -> !taint.text("/key").matches(USUAL))
        .filter(taint -> !taint.text("/effect").equals("PreferNoSchedule"))
        .filter(taint -> !isTolerated(pod, taint))
        .limit(1)
        .map(
            taint ->
                Suspicion.of(
                        "node-tainted",
                        node.where(),
                        new Clue(
                            "taints of node " + node.name(),
                            "%s=%s:%s, which pod %s does not tolerate"
                                .formatted(
                                    taint.text("/key"),
                                    taint.text("/value"),
                                    taint.text("/effect"),
                                    pod.name())),
                        "kubectl describe node " + node.name(),
                        "Take the taint away, if the node may have such pods again.")
                    .by(
                        "kubectl taint node %s %s:%s-"
                            .formatted(node.name(), taint.text("/key"), taint.text("/effect"))));
  }

  private static boolean isTolerated(Pod pod, Json taint) {
    return pod.object().list("/spec/tolerations").stream()
        .filter(each -> is(each.text("/key"), taint.text("/key")))
        .filter(each -> is(each.text("/effect"), taint.text("/effect")))
        .anyMatch(
            each ->
                each.text("/operator").equals("Exists")
                    || each.text("/value").equals(taint.text("/value")));
  }

  private static boolean is(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static Stream<Suspicion> cordoned(NodePicture node) {
    return node.node().object().flag("/spec/unschedulable")
        ? Stream.of(
            Suspicion.of(
                    "node-cordoned",
                    node.where(),
                    new Clue("node " + node.name(), "unschedulable: true, and a pod waits for it"),
                    "kubectl get nodes",
                    "kubectl uncordon it, if the work on it is done.")
                .by("kubectl uncordon " + node.name())
                .ranked(RANK))
        : Stream.of();
  }

  /** The node that takes the fewest pods. */
  private static Stream<Suspicion> full(List<NodePicture> wanted, String said) {
    return said.contains("Too many pods")
        ? wanted.stream()
            .min(Comparator.comparingInt(node -> node.node().maxPods()))
            .map(
                node ->
                    Suspicion.of(
                            "node-pods-full",
                            node.where(),
                            new Clue(
                                "allocatable pods of node " + node.name(),
                                "%d; the scheduler says: %s"
                                    .formatted(node.node().maxPods(), said)),
                            "kubectl describe node %s; %s"
                                .formatted(
                                    node.name(),
                                    node.look("grep maxPods /var/lib/kubelet/config.yaml")),
                            "Raise maxPods in the kubelet's configuration, or add a node.")
                        .ranked(RANK))
            .stream()
        : Stream.of();
  }

  private static Stream<Suspicion> tooLarge(Pod pod, String said) {
    return said.contains("Insufficient ")
        ? Stream.of(
            Suspicion.of(
                    "pod-requests-too-much",
                    PodOwner.of(pod),
                    new Clue("event of pod " + pod.name(), said),
                    "kubectl describe nodes; kubectl -n %s get pod %s -o yaml"
                        .formatted(pod.namespace(), pod.name()),
                    "Request what a node has, or add a node.")
                .ranked(RANK))
        : Stream.of();
  }
}
