package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.evidence.Unreached;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for pods that run but do not answer where they should. */
public final class Unready {

  private Unready() {}

  public static List<Detector> detectors() {
    return List.of(Unready::closed, Unready::unready);
  }

  /** Endpoints at which nothing listens although their pods are Ready. */
  private static Stream<Suspicion> closed(ClusterPicture picture) {
    return picture.list("endpointslices").stream()
        .flatMap(
            slice ->
                slice.list("/ports").stream()
                    .flatMap(port -> closed(picture, slice, port))
                    .limit(1));
  }

  private static Stream<Suspicion> closed(ClusterPicture picture, Json slice, Json port) {
    String service = EndpointDetectors.owner(slice);
    return slice.list("/endpoints").stream()
        .map(endpoint -> endpoint.text("/addresses/0") + ":" + port.number("/port"))
        .filter(picture.closed()::contains)
        .map(
            endpoint ->
                Suspicion.of(
                        "service-target-port",
                        "service " + service,
                        new Clue("asked from the pod's node", "nobody listens at " + endpoint),
                        "kubectl -n %s get endpointslices,pods -o wide"
                            .formatted(slice.text("/metadata/namespace")),
                        "Let targetPort be the port at which the container listens.")
                    .by(leadingTo(picture, service, port.text("/name")))
                    .ranked(5));
  }

  private static String leadingTo(ClusterPicture picture, String service, String port) {
    return picture
        .selectingServices()
        .filter(each -> ClusterPicture.name(each).equals(service))
        .findFirst()
        .map(each -> ServicePatch.targetPort(picture, each, port))
        .orElse("");
  }

  /** Running pods that do not become Ready, with the failing probe. */
  private static Stream<Suspicion> unready(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.isRunning() && !pod.isReady())
        .filter(pod -> !pod.object().at("/spec/containers/0/readinessProbe").isAbsent())
        .flatMap(
            pod ->
                picture
                    .events(pod)
                    .map(event -> event.text("/message"))
                    .filter(message -> message.startsWith("Readiness probe failed"))
                    .reduce((earlier, later) -> later)
                    .map(message -> unready(pod, message))
                    .stream())
        .limit(1);
  }

  /** A pod that answers the kubelet's probe wrongly; silence would be the network's fault. */
  private static Suspicion unready(Pod pod, String message) {
    return Unreached.is(message)
        ? Unreached.suspicion(pod, message)
        : Suspicion.of(
                "readiness-failing",
                PodOwner.of(pod),
                new Clue("event of pod " + pod.name(), message),
                "kubectl -n " + pod.namespace() + " describe pod " + pod.name(),
                "Compare what the probe asks with where the container listens.")
            .ranked(7);
  }
}
