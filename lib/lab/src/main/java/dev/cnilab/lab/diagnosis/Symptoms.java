package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.service.EndpointDetectors;
import dev.cnilab.lab.shell.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Failures without a known cause: a node that is not Ready, a pod without a network, questions
 * without an answer. A failing cluster is thus never reported as healthy, and the place to look at
 * is named.
 */
final class Symptoms {

  /** The time within which a pod usually gets an address, in seconds. */
  private static final long PATIENCE = 60;

  private Symptoms() {}

  /** The symptoms, ordered by how close they are to the cause. */
  static List<Suspicion> in(ClusterPicture picture) {
    return Stream.of(
            Symptoms.notReady(picture),
            Symptoms.withoutNetwork(picture),
            Symptoms.waiting(picture),
            Symptoms.withoutNames(picture),
            Symptoms.unanswered(picture),
            Symptoms.withoutNode(picture))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Suspicion> notReady(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.node().isReady())
        .map(
            node ->
                Suspicion.of(
                        "node-not-ready",
                        node.where(),
                        new Clue(
                            "condition Ready of node " + node.name(), node.node().readyMessage()),
                        node.look("journalctl -u kubelet -n 50"),
                        "Start with the last lines of the kubelet's journal.")
                    .ranked(9));
  }

  private static Stream<Suspicion> withoutNetwork(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .limit(1)
                    .map(
                        stuck ->
                            Suspicion.of(
                                    "pod-without-network",
                                    node.where(),
                                    stuck.clue(),
                                    "kubectl -n %s describe pod %s"
                                        .formatted(stuck.pod().namespace(), stuck.pod().name()),
                                    "Look at what the plugin named in the event needs.")
                                .ranked(9)));
  }

  /** The DNS Service has no endpoints, so no names were looked up. */
  private static Stream<Suspicion> withoutNames(ClusterPicture picture) {
    return picture.dnsService().stream()
        .filter(service -> !EndpointDetectors.serves(picture, service))
        .map(
            service ->
                Suspicion.of(
                        "dns-not-ready",
                        "service kube-system/kube-dns",
                        new Clue("endpointslices of kube-system/kube-dns", "none is ready"),
                        "kubectl -n kube-system get pods -l k8s-app=kube-dns; kubectl -n"
                            + " kube-system logs -l k8s-app=kube-dns",
                        "Look at what its pods wait for.")
                    .ranked(9));
  }

  /** A pod that cannot be scheduled, with the scheduler's message. */
  private static Stream<Suspicion> withoutNode(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.phase().equals("Pending") && pod.nodeName().isEmpty())
        .flatMap(
            pod ->
                picture
                    .events(pod)
                    .filter(event -> event.text("/reason").equals("FailedScheduling"))
                    .reduce((earlier, later) -> later)
                    .map(
                        event ->
                            Suspicion.of(
                                    "pod-unscheduled",
                                    "pod %s/%s".formatted(pod.namespace(), pod.name()),
                                    new Clue("event of pod " + pod.name(), event.text("/message")),
                                    "kubectl -n %s describe pod %s"
                                        .formatted(pod.namespace(), pod.name()),
                                    "Let a node fit what the pod asks for.")
                                .ranked(9))
                    .stream())
        .limit(1);
  }

  /** The node that most of the unanswered questions have in common. */
  private static Stream<Suspicion> unanswered(ClusterPicture picture) {
    return Stream.of(Silence.Kind.values())
        .map(kind -> picture.silences().stream().filter(silence -> silence.kind() == kind).toList())
        .filter(silences -> !silences.isEmpty())
        .filter(silences -> !isByDesign(picture, silences))
        .limit(1)
        .flatMap(silences -> common(picture, silences).stream());
  }

  /** Whether no pod gets an answer from outside: some networks let pods talk to each other only. */
  private static boolean isByDesign(ClusterPicture picture, List<Silence> silences) {
    return silences.getFirst().kind() == Silence.Kind.OUTSIDE
        && picture.nodes().stream()
            .filter(node -> !picture.networked(node).isEmpty())
            .allMatch(node -> silences.stream().anyMatch(s -> s.from().equals(node.name())));
  }

  /**
   * A suspicion for each node that the silences need: the node with most of them, and with it those
   * that have the same; then the same for the silences that concern none of these.
   */
  private static List<Suspicion> common(ClusterPicture picture, List<Silence> silences) {
    List<Suspicion> all = new ArrayList<>();
    List<Silence> rest = silences;
    while (!rest.isEmpty()) {
      List<Silence> left = rest;
      long most = picture.nodes().stream().mapToLong(node -> of(node, left).size()).max().orElse(0);
      List<NodePicture> worst =
          picture.nodes().stream()
              .filter(node -> most > 0 && of(node, left).size() == most)
              .limit(left.size() == most ? 2 : 1)
              .toList();
      if (worst.isEmpty()) {
        return all;
      }
      worst.forEach(node -> all.add(silent(node, of(node, left))));
      rest =
          left.stream()
              .filter(silence -> worst.stream().noneMatch(node -> silence.concerns(node.name())))
              .toList();
    }
    return all;
  }

  private static List<Silence> of(NodePicture node, List<Silence> silences) {
    return silences.stream().filter(silence -> silence.concerns(node.name())).toList();
  }

  private static Suspicion silent(NodePicture node, List<Silence> silences) {
    return new Suspicion(
        silences.getFirst().kind().cause(),
        node.where(),
        9,
        silences.stream().limit(4).map(Silence::clue).toList(),
        node.look("tcpdump -ni any -c 20 & " + silences.getFirst().command()),
        "Follow one packet: find the last link on which tcpdump shows it.",
        "");
  }

  /** A pod that a node has had for minutes, and that has no network yet, without an event. */
  private static Stream<Suspicion> waiting(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.pods().stream()
                    .filter(pod -> pod.nodeName().equals(node.name()) && pod.ip().isEmpty())
                    .filter(pod -> pod.phase().equals("Pending") && !pod.hostNetwork())
                    .filter(pod -> picture.stuck().stream().noneMatch(s -> s.pod().equals(pod)))
                    .filter(pod -> age(node, pod) > PATIENCE)
                    .limit(1)
                    .map(
                        pod ->
                            Suspicion.of(
                                    "pod-without-network",
                                    node.where(),
                                    new Clue(
                                        "pod %s/%s".formatted(pod.namespace(), pod.name()),
                                        "without an address for %d s, and no event says why"
                                            .formatted(age(node, pod))),
                                    node.look(
                                        "ps -eo etime,args | grep /opt/cni/bin; journalctl -u"
                                            + " containerd -u kubelet -n 20 --no-pager"),
                                    "Look at what containerd and the kubelet wait for.")
                                .ranked(9)));
  }

  /** In seconds, by the node's clock; 0 if that is unknown. */
  private static long age(NodePicture node, Pod pod) {
    String since = pod.object().text("/status/startTime");
    return since.isEmpty()
        ? 0
        : node.line("clock", "^\\d+$")
            .map(now -> Long.parseLong(now) - Instant.parse(since).getEpochSecond())
            .orElse(0L);
  }
}
