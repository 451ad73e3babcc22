package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Detectors for fields and endpoints that a Service has beside those that lead to its pods. */
public final class ServiceFields {

  private ServiceFields() {}

  public static List<Detector> detectors() {
    return List.of(ServiceFields::added, ServiceFields::taken, ServiceFields::headless);
  }

  /** Endpoints that were added by hand to those that the cluster keeps for the selector. */
  private static Stream<Suspicion> added(ClusterPicture picture) {
    return picture
        .selectingServices()
        .flatMap(
            service ->
                picture.list("endpointslices").stream()
                    .filter(
                        slice ->
                            EndpointDetectors.owner(slice).equals(ClusterPicture.name(service)))
                    .filter(slice -> slice.list("/metadata/ownerReferences").isEmpty())
                    .flatMap(slice -> added(picture, service, slice))
                    .limit(1));
  }

  private static Stream<Suspicion> added(ClusterPicture picture, Json service, Json slice) {
    List<String> own = picture.selectedBy(service).stream().map(Pod::ip).toList();
    return slice.list("/endpoints").stream()
        .map(endpoint -> endpoint.text("/addresses/0"))
        .filter(address -> !own.contains(address))
        .limit(1)
        .map(
            address ->
                Suspicion.of(
                        "endpoints-added",
                        "service " + ClusterPicture.name(service),
                        new Clue(
                            "endpointslice " + ClusterPicture.name(slice),
                            address
                                + ", which no pod of the selector has; no controller keeps the"
                                + " slice"),
                        "kubectl -n %s get endpointslices,pods -o wide"
                            .formatted(service.text("/metadata/namespace")),
                        "Delete the slice: some of the connections go there.")
                    .by(
                        "kubectl -n %s delete endpointslice %s"
                            .formatted(
                                slice.text("/metadata/namespace"), slice.text("/metadata/name"))));
  }

  /** External addresses that are somebody else's in the cluster: kube-proxy takes its packets. */
  private static Stream<Suspicion> taken(ClusterPicture picture) {
    return picture.list("services").stream()
        .flatMap(
            service ->
                service.texts("/spec/externalIPs").stream()
                    .flatMap(address -> holder(picture, address))
                    .limit(1)
                    .map(
                        holder ->
                            of(
                                "service-external-ip",
                                service,
                                "externalIPs %s, the address of %s"
                                    .formatted(service.texts("/spec/externalIPs"), holder),
                                "Use an address that is nobody's: kube-proxy takes these"
                                    + " packets.")));
  }

  private static Stream<String> holder(ClusterPicture picture, String address) {
    return Stream.concat(
        picture.pods().stream()
            .filter(pod -> !pod.hostNetwork() && pod.phase().equals("Running"))
            .filter(pod -> pod.ip().equals(address))
            .map(pod -> "pod %s/%s".formatted(pod.namespace(), pod.name())),
        picture.list("services").stream()
            .filter(other -> other.text("/spec/clusterIP").equals(address))
            .map(other -> "service " + ClusterPicture.name(other)));
  }

  /**
   * A headless Service whose port is not that of its pods: its name stands for their addresses, and
   * nothing translates the port.
   */
  private static Stream<Suspicion> headless(ClusterPicture picture) {
    return picture
        .selectingServices()
        .filter(service -> service.text("/spec/clusterIP").equals("None"))
        .flatMap(
            service ->
                service.list("/spec/ports").stream()
                    .filter(port -> isElsewhere(port, picture.selectedBy(service)))
                    .limit(1)
                    .map(
                        port ->
                            of(
                                    "service-headless-port",
                                    service,
                                    "clusterIP None, port %d and targetPort %s"
                                        .formatted(port.number("/port"), port.text("/targetPort")),
                                    "Let port be the container's: without a clusterIP nobody"
                                        + " translates it.")
                                .ranked(6)));
  }

  private static boolean isElsewhere(Json port, List<Pod> pods) {
    OptionalInt target =
        port.text("/targetPort").matches("\\d+")
            ? OptionalInt.of(port.number("/targetPort"))
            : pods.stream()
                .flatMap(pod -> pod.object().list("/spec/containers").stream())
                .flatMap(container -> container.list("/ports").stream())
                .filter(each -> each.text("/name").equals(port.text("/targetPort")))
                .mapToInt(each -> each.number("/containerPort"))
                .findFirst();
    boolean isDeclared =
        pods.stream()
            .flatMap(pod -> pod.object().list("/spec/containers").stream())
            .flatMap(container -> container.list("/ports").stream())
            .anyMatch(each -> each.number("/containerPort") == port.number("/port"));
    return target.isPresent() && target.getAsInt() != port.number("/port") && !isDeclared;
  }

  private static Suspicion of(String cause, Json service, String found, String repair) {
    return Suspicion.of(
        cause,
        "service " + ClusterPicture.name(service),
        new Clue("service " + ClusterPicture.name(service), found),
        "kubectl -n %s get service %s -o yaml"
            .formatted(service.text("/metadata/namespace"), service.text("/metadata/name")),
        repair);
  }
}
