package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.policy.Gap;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for policies whose rules match no peer, where policies are enforced. */
public final class PolicyGaps {

  private PolicyGaps() {}

  public static List<Detector> detectors() {
    return List.of(
        PolicyGaps::unknownPorts,
        PolicyGaps::unknownNamespaces,
        PolicyGaps::closedServices,
        PolicyGaps::servicePorts);
  }

  private static Stream<Suspicion> unknownPorts(ClusterPicture picture) {
    List<Party> parties = picture.pods().stream().map(picture.policies()::party).toList();
    return !picture.enforcesPolicies()
        ? Stream.of()
        : picture.policies().unknownPorts(parties).stream()
            .map(
                gap ->
                    suspicion(
                        "policy-port-name",
                        gap,
                        "Name a port that the selected pods have, or give its number."));
  }

  private static Stream<Suspicion> unknownNamespaces(ClusterPicture picture) {
    return !picture.enforcesPolicies()
        ? Stream.of()
        : picture.policies().unknownNamespaces().stream()
            .map(
                gap ->
                    suspicion(
                        "policy-selects-nobody",
                        gap,
                        "Compare the selector with kubectl get namespaces --show-labels."));
  }

  /** A Service whose pods no client may reach. */
  private static Stream<Suspicion> closedServices(ClusterPicture picture) {
    return !picture.enforcesPolicies()
        ? Stream.of()
        : picture
            .selectingServices()
            .flatMap(service -> closed(picture, service).stream())
            .distinct()
            .map(
                gap ->
                    suspicion(
                            "policy-closes-service",
                            gap,
                            "Let those come in who use the Service, at the container's port.")
                        .ranked(2));
  }

  /** A pod behind a Service that policies can be about: of several, any is as good. */
  private static Optional<Pod> target(ClusterPicture picture, Json service) {
    return picture.selectedBy(service).stream().filter(Pod::runsOnPodNetwork).findFirst();
  }

  private static Optional<Gap> closed(ClusterPicture picture, Json service) {
    return target(picture, service)
        .flatMap(
            pod ->
                service.list("/spec/ports").stream()
                    .map(port -> closed(picture, pod, port))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<Gap> closed(ClusterPicture picture, Pod pod, Json port) {
    Party party = picture.policies().party(pod);
    int number = number(party, port);
    List<Party> others =
        picture.pods().stream()
            .filter(other -> !other.hostNetwork() && !other.uid().equals(pod.uid()))
            .map(picture.policies()::party)
            .toList();
    return number == 0 || others.isEmpty()
        ? Optional.empty()
        : picture.policies().closing(party, new Port(port.text("/protocol"), number), others);
  }

  /** Rules that allow a Service's port, where the pods behind it listen at another one. */
  private static Stream<Suspicion> servicePorts(ClusterPicture picture) {
    return !picture.enforcesPolicies()
        ? Stream.of()
        : picture
            .selectingServices()
            .flatMap(service -> meant(picture, service).stream())
            .distinct()
            .map(
                gap ->
                    suspicion(
                            "policy-service-port",
                            gap,
                            "Name the port at which the pods listen: a Service's is translated"
                                + " before policies are asked.")
                        .ranked(2));
  }

  private static Optional<Gap> meant(ClusterPicture picture, Json service) {
    return target(picture, service)
        .map(picture.policies()::party)
        .flatMap(
            target ->
                service.list("/spec/ports").stream()
                    .flatMap(port -> meant(picture, target, port).stream())
                    .findFirst());
  }

  private static Optional<Gap> meant(ClusterPicture picture, Party target, Json port) {
    Port outside = new Port(port.text("/protocol"), port.number("/port"));
    Port inside = new Port(port.text("/protocol"), number(target, port));
    return inside.number() == 0 || inside.number() == outside.number()
        ? Optional.empty()
        : picture.pods().stream()
            .filter(Pod::runsOnPodNetwork)
            .map(picture.policies()::party)
            .filter(client -> !picture.policies().about(client, target, inside).allowed())
            .flatMap(client -> picture.policies().allowing(client, target, outside).stream())
            .map(
                policy ->
                    new Gap(
                        policy,
                        "allows port %d of a Service, whose pods listen at %d"
                            .formatted(outside.number(), inside.number())))
            .findFirst();
  }

  private static int number(Party target, Json port) {
    String wanted = port.text("/targetPort");
    return wanted.matches("\\d+")
        ? Integer.parseInt(wanted)
        : target.ports().getOrDefault(wanted, 0);
  }

  private static Suspicion suspicion(String cause, Gap gap, String repair) {
    return Suspicion.of(
        cause,
        "networkpolicy " + gap.policy(),
        new Clue("networkpolicy " + gap.policy(), gap.says()),
        "kubectl -n %s get networkpolicy %s -o yaml"
            .formatted(gap.policy().replaceAll("/.*", ""), gap.policy().replaceAll(".*/", "")),
        repair);
  }
}
