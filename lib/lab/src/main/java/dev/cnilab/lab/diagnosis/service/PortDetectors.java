package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Detectors for wrong ports of Services. */
final class PortDetectors {

  private static final String DNS = "kube-system/kube-dns";

  /** Those of the API server, etcd, the kubelet, kube-proxy and BGP. */
  private static final Set<Integer> OF_NODES = Set.of(6443, 2379, 2380, 10250, 10256, 179);

  private PortDetectors() {}

  static List<Detector> detectors() {
    return List.of(PortDetectors::named, PortDetectors::names, PortDetectors::taken);
  }

  /** A named targetPort that no container of the pods has. */
  private static Stream<Suspicion> named(ClusterPicture picture) {
    return picture
        .selectingServices()
        .flatMap(
            service ->
                service.list("/spec/ports").stream()
                    .filter(port -> port.text("/targetPort").matches(".*[a-z].*"))
                    .filter(port -> isUnknown(port, picture.selectedBy(service)))
                    .limit(1)
                    .map(
                        port ->
                            of(
                                    "service-target-port",
                                    service,
                                    "targetPort %s, a name that no container's port has"
                                        .formatted(port.text("/targetPort")),
                                    "Let targetPort be a name or a number of the container's"
                                        + " ports.")
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
  private static Stream<Suspicion> names(ClusterPicture picture) {
    return picture.list("services").stream()
        .filter(service -> ClusterPicture.name(service).equals(DNS))
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

  /** A Service that takes packets for a node's own programs. */
  private static Stream<Suspicion> taken(ClusterPicture picture) {
    List<String> nodes = picture.nodes().stream().map(node -> node.node().ip()).toList();
    return picture.list("services").stream()
        .filter(service -> service.texts("/spec/externalIPs").stream().anyMatch(nodes::contains))
        .filter(
            service ->
                service.list("/spec/ports").stream()
                    .anyMatch(port -> OF_NODES.contains(port.number("/port"))))
        .map(
            service ->
                of(
                    "service-external-ip",
                    service,
                    "externalIPs %s, a node's address, with a port of the node's own programs"
                        .formatted(service.texts("/spec/externalIPs")),
                    "Use another address, or another port: kube-proxy takes these packets."));
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
