package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.service.ServicesAndNames;
import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.policy.Gap;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Port;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for policies whose rules match no peer, where policies are enforced. */
public final class PolicyGaps {

  private PolicyGaps() {}

  public static List<Detector> detectors() {
    return List.of(
        PolicyGaps::unknownPorts, PolicyGaps::unknownNamespaces, PolicyGaps::closedServices);
  }

  private static boolean enforced(Picture picture) {
    return picture.nodes().stream().noneMatch(NodePicture::usesBridge);
  }

  private static Stream<Suspicion> unknownPorts(Picture picture) {
    List<Party> parties = picture.pods().stream().map(picture.policies()::party).toList();
    return !enforced(picture)
        ? Stream.of()
        : picture.policies().unknownPorts(parties).stream()
            .map(
                gap ->
                    suspicion(
                        "policy-port-name",
                        gap,
                        "Name a port that the selected pods have, or give its number."));
  }

  private static Stream<Suspicion> unknownNamespaces(Picture picture) {
    return !enforced(picture)
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
  private static Stream<Suspicion> closedServices(Picture picture) {
    return !enforced(picture)
        ? Stream.of()
        : ServicesAndNames.selecting(picture)
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

  private static Optional<Gap> closed(Picture picture, Json service) {
    return ServicesAndNames.selected(picture, service).stream()
        .filter(pod -> !pod.hostNetwork() && pod.phase().equals("Running"))
        .findFirst()
        .flatMap(
            pod ->
                service.list("/spec/ports").stream()
                    .map(port -> closed(picture, pod, port))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<Gap> closed(Picture picture, Pod pod, Json port) {
    Party party = picture.policies().party(pod);
    String wanted = port.text("/targetPort");
    int number =
        wanted.matches("\\d+") ? Integer.parseInt(wanted) : party.ports().getOrDefault(wanted, 0);
    List<Party> others =
        picture.pods().stream()
            .filter(other -> !other.hostNetwork() && !other.uid().equals(pod.uid()))
            .map(picture.policies()::party)
            .toList();
    return number == 0 || others.isEmpty()
        ? Optional.empty()
        : picture.policies().closing(party, new Port(port.text("/protocol"), number), others);
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
