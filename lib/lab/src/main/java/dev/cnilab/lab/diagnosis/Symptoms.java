package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.service.Endpoints;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Failures without a known cause: a node that is not Ready, a pod without a network, questions
 * without an answer. A failing cluster is thus never reported as healthy, and the place to look at
 * is named.
 */
final class Symptoms {

  private Symptoms() {}

  /** The symptoms, ordered by how close they are to the cause. */
  static List<Suspicion> in(Picture picture) {
    return Stream.of(
            Symptoms.notReady(picture),
            Symptoms.withoutNetwork(picture),
            Symptoms.withoutNames(picture),
            Symptoms.unanswered(picture),
            Symptoms.withoutNode(picture))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Suspicion> notReady(Picture picture) {
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

  private static Stream<Suspicion> withoutNetwork(Picture picture) {
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
  private static Stream<Suspicion> withoutNames(Picture picture) {
    return picture.list("services").stream()
        .filter(service -> Picture.name(service).equals("kube-system/kube-dns"))
        .filter(service -> !Endpoints.serves(picture, service))
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
  private static Stream<Suspicion> withoutNode(Picture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.phase().equals("Pending") && pod.nodeName().isEmpty())
        .flatMap(
            pod ->
                picture.list("events").stream()
                    .filter(event -> event.text("/involvedObject/uid").equals(pod.uid()))
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
  private static Stream<Suspicion> unanswered(Picture picture) {
    return Stream.of(Silence.Kind.values())
        .map(kind -> picture.silences().stream().filter(silence -> silence.kind() == kind).toList())
        .filter(silences -> !silences.isEmpty())
        .limit(1)
        .map(silences -> common(picture, silences));
  }

  private static Suspicion common(Picture picture, List<Silence> silences) {
    NodePicture node =
        picture.nodes().stream()
            .max(
                Comparator.comparingLong(
                    each ->
                        silences.stream().filter(silence -> silence.concerns(each.name())).count()))
            .orElseThrow();
    List<Clue> clues = silences.stream().limit(4).map(Silence::clue).toList();
    return new Suspicion(
        silences.getFirst().kind().cause(),
        node.where(),
        9,
        clues,
        node.look("tcpdump -ni any -c 20 & " + silences.getFirst().command()),
        "Follow one packet: find the last link on which tcpdump shows it.",
        "");
  }
}
