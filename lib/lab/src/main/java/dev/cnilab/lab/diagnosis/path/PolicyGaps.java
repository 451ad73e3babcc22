package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.policy.Gap;
import dev.cnilab.lab.policy.Party;
import java.util.List;
import java.util.stream.Stream;

/** Rules of policies that can let nobody pass, where policies are enforced. */
public final class PolicyGaps {

  private PolicyGaps() {}

  public static List<Detector> detectors() {
    return List.of(PolicyGaps::unknownPorts, PolicyGaps::unknownNamespaces);
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
