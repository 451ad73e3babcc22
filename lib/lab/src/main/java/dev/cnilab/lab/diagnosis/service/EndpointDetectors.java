package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.dns.NameFiles;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for Services whose endpoints lead nowhere. */
public final class EndpointDetectors {

  /** The DNS name of a Service. */
  private static final Pattern OF_SERVICE =
      Pattern.compile("(?<name>[^.]+)\\.(?<namespace>[^.]+)\\.svc\\.(?<domain>.+?)\\.?");

  private EndpointDetectors() {}

  public static List<Detector> detectors() {
    return Stream.concat(
            Stream.of(
                EndpointDetectors::stale,
                EndpointDetectors::protocol,
                EndpointDetectors::outsideOnly,
                EndpointDetectors::alias),
            PortDetectors.detectors().stream())
        .toList();
  }

  /** {@code namespace/name} of the Service that a slice belongs to. */
  static String owner(Json slice) {
    return slice.text("/metadata/namespace")
        + "/"
        + slice.fields("/metadata/labels").getOrDefault("kubernetes.io/service-name", "");
  }

  /** The endpoints of a Service, ready or not. */
  static Stream<Json> of(ClusterPicture picture, Json service) {
    return picture.list("endpointslices").stream()
        .filter(slice -> owner(slice).equals(ClusterPicture.name(service)))
        .flatMap(slice -> slice.list("/endpoints").stream());
  }

  /** Whether a Service has endpoints that are ready. */
  public static boolean serves(ClusterPicture picture, Json service) {
    return of(picture, service)
        .anyMatch(endpoint -> !endpoint.text("/conditions/ready").equals("false"));
  }

  /** Endpoint addresses in the pod network that no pod has; only a person maintains such a list. */
  private static Stream<Suspicion> stale(ClusterPicture picture) {
    List<String> known = picture.pods().stream().map(Pod::ip).toList();
    return picture.list("endpointslices").stream()
        .filter(slice -> slice.list("/metadata/ownerReferences").isEmpty())
        .flatMap(
            slice ->
                slice.list("/endpoints").stream()
                    .map(endpoint -> endpoint.text("/addresses/0"))
                    .filter(address -> isOfPods(picture, address))
                    .filter(address -> !known.contains(address))
                    .limit(1)
                    .map(
                        address ->
                            Suspicion.of(
                                    "endpoints-stale",
                                    "service " + owner(slice),
                                    new Clue(
                                        "endpointslice " + ClusterPicture.name(slice),
                                        address
                                            + ", which no pod has, and nobody keeps it up to date"),
                                    "kubectl -n "
                                        + slice.text("/metadata/namespace")
                                        + " get endpointslices,pods -o wide",
                                    "Give the Service a selector, and delete the slice.")
                                .by(selected(picture, slice))));
  }

  /** What makes the cluster keep the list; empty if the Service's pods are not known. */
  private static String selected(ClusterPicture picture, Json slice) {
    String deletion =
        "kubectl -n %s delete endpointslice %s"
            .formatted(slice.text("/metadata/namespace"), slice.text("/metadata/name"));
    return picture.list("services").stream()
        .filter(service -> ClusterPicture.name(service).equals(owner(slice)))
        .map(
            service ->
                service.fields("/spec/selector").isEmpty()
                    ? ServicePatch.selector(picture, service)
                    : "-")
        .filter(patch -> !patch.isEmpty())
        .map(patch -> patch.equals("-") ? deletion : patch + "; " + deletion)
        .findFirst()
        .orElse("");
  }

  private static boolean isOfPods(ClusterPicture picture, String address) {
    return picture.nodes().stream()
        .map(node -> node.node().podCidr())
        .anyMatch(range -> !range.isEmpty() && Range.of(range).contains(address));
  }

  /** A UDP Service to a port that the containers declare as TCP, or the other way round. */
  private static Stream<Suspicion> protocol(ClusterPicture picture) {
    return picture
        .selectingServices()
        .flatMap(
            service ->
                service.list("/spec/ports").stream()
                    .filter(port -> isOtherwise(port, picture.selectedBy(service)))
                    .limit(1)
                    .map(
                        port ->
                            Suspicion.of(
                                    "service-protocol",
                                    "service " + ClusterPicture.name(service),
                                    new Clue(
                                        "service " + ClusterPicture.name(service),
                                        "port %d is %s; the containers' is not"
                                            .formatted(
                                                port.number("/port"), port.text("/protocol"))),
                                    "kubectl -n "
                                        + service.text("/metadata/namespace")
                                        + " get service "
                                        + service.text("/metadata/name")
                                        + " -o yaml",
                                    "Let the protocol be that of the container's port.")
                                .by(
                                    ServicePatch.ofPort(
                                        service,
                                        port.text("/name"),
                                        "protocol",
                                        spoken(port).equals("TCP") ? "\"UDP\"" : "\"TCP\""))));
  }

  private static boolean isOtherwise(Json port, List<Pod> pods) {
    List<Json> declared =
        pods.stream()
            .flatMap(pod -> pod.object().list("/spec/containers").stream())
            .flatMap(container -> container.list("/ports").stream())
            .filter(
                each ->
                    each.text("/containerPort").equals(port.text("/targetPort"))
                        || each.text("/name").equals(port.text("/targetPort")))
            .toList();
    return !declared.isEmpty()
        && declared.stream().noneMatch(each -> spoken(each).equals(spoken(port)));
  }

  private static String spoken(Json port) {
    String protocol = port.text("/protocol");
    return protocol.isEmpty() ? "TCP" : protocol;
  }

  /** An ExternalName Service that names a Service that does not exist. */
  private static Stream<Suspicion> alias(ClusterPicture picture) {
    List<String> domains = picture.nodes().stream().map(NameFiles::domain).distinct().toList();
    return picture.list("services").stream()
        .filter(service -> service.text("/spec/type").equals("ExternalName"))
        .filter(service -> leadsNowhere(picture, domains, service.text("/spec/externalName")))
        .map(
            service ->
                Suspicion.of(
                    "service-external-name",
                    "service " + ClusterPicture.name(service),
                    new Clue(
                        "service " + ClusterPicture.name(service),
                        "externalName %s, a name that no Service has"
                            .formatted(service.text("/spec/externalName"))),
                    "kubectl get services -A",
                    "Let externalName be SERVICE.NAMESPACE.svc.%s of one that is there."
                        .formatted(domains.getFirst())));
  }

  private static boolean leadsNowhere(ClusterPicture picture, List<String> domains, String name) {
    Matcher known = OF_SERVICE.matcher(name);
    return known.matches()
        && (!domains.contains(known.group("domain"))
            || picture.list("services").stream()
                .map(ClusterPicture::name)
                .noneMatch((known.group("namespace") + "/" + known.group("name"))::equals));
  }

  /** A NodePort that only some nodes answer. */
  private static Stream<Suspicion> outsideOnly(ClusterPicture picture) {
    return EmptyServices.localOnly(
        picture,
        picture
            .selectingServices()
            .filter(service -> service.text("/spec/type").equals("NodePort")),
        "externalTrafficPolicy");
  }
}
