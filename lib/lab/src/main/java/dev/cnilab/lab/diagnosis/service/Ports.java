package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.place.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for wrong ports of Services. */
final class Ports {

  private static final String DNS = "kube-system/kube-dns";

  private Ports() {}

  static List<Detector> detectors() {
    return List.of(Ports::named, Ports::names);
  }

  /** A named targetPort that no container of the pods has. */
  private static Stream<Suspicion> named(Picture picture) {
    return ServicesAndNames.selecting(picture)
        .flatMap(
            service ->
                service.list("/spec/ports").stream()
                    .filter(port -> port.text("/targetPort").matches(".*[a-z].*"))
                    .filter(port -> isUnknown(port, ServicesAndNames.selected(picture, service)))
                    .limit(1)
                    .map(
                        port ->
                            of(
                                    "service-target-port",
                                    service,
                                    "targetPort %s, a name that no container's port has"
                                        .formatted(port.text("/targetPort")),
                                    "Let targetPort be a name or a number of the container's ports.")
                                .by(
                                    ServicePatch.targetPort(
                                        picture, service, port.text("/name")))));
  }

  private static boolean isUnknown(Json port, List<Pod> pods) {
    return !pods.isEmpty()
        && pods.stream()
            .flatMap(
                pod ->
                    Stream.concat(
                        pod.object().list("/spec/containers").stream(),
                        pod.object().list("/spec/initContainers").stream()))
            .flatMap(container -> container.list("/ports").stream())
            .noneMatch(each -> each.text("/name").equals(port.text("/targetPort")));
  }

  /** A DNS Service that does not listen on port 53, the only port pods use. */
  private static Stream<Suspicion> names(Picture picture) {
    return picture.list("services").stream()
        .filter(service -> Picture.name(service).equals(DNS))
        .filter(
            service ->
                service.list("/spec/ports").stream()
                    .noneMatch(
                        port -> port.number("/port") == 53 && port.text("/protocol").equals("UDP")))
        .map(
            service ->
                of(
                    "dns-port",
                    service,
                    "no port 53 of UDP, at which every pod asks",
                    "Give it the ports 53/UDP and 53/TCP."));
  }

  private static Suspicion of(String cause, Json service, String found, String repair) {
    return Suspicion.of(
        cause,
        "service " + Picture.name(service),
        new Clue("service " + Picture.name(service), found),
        "kubectl -n %s get service %s -o yaml"
            .formatted(service.text("/metadata/namespace"), service.text("/metadata/name")),
        repair);
  }
}
