package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import java.util.List;
import java.util.stream.Stream;

/**
 * Detectors for pods' own addresses in packets that leave the cluster. Some networks know the way
 * back to them, so it counts only if pods get no answer from outside.
 */
public final class MasqueradeDetectors {

  private MasqueradeDetectors() {}

  public static List<Detector> detectors() {
    return List.of(MasqueradeDetectors::pools, MasqueradeDetectors::agent);
  }

  private static boolean isSilent(ClusterPicture picture) {
    return picture.silences().stream().anyMatch(silence -> silence.kind() == Silence.Kind.OUTSIDE);
  }

  /** Calico's pools whose addresses are not translated. */
  private static Stream<Suspicion> pools(ClusterPicture picture) {
    return isSilent(picture)
        ? picture.list("ippools").stream()
            .filter(pool -> !pool.flag("/spec/natOutgoing") && !pool.flag("/spec/disabled"))
            .map(
                pool ->
                    of(
                            "ippool " + ClusterPicture.name(pool),
                            new Clue(
                                "ippool " + ClusterPicture.name(pool), "natOutgoing is not true"),
                            "kubectl get ippools -o yaml",
                            "Let natOutgoing be true, or tell the network outside the way to pods.")
                        .by(
                            PatchRemedy.merge(
                                "ippool " + ClusterPicture.name(pool),
                                "{\"spec\": {\"natOutgoing\": true}}")))
        : Stream.of();
  }

  /** Flannel's agents without the flag that makes them translate addresses. */
  private static Stream<Suspicion> agent(ClusterPicture picture) {
    return isSilent(picture)
        ? picture.list("daemonsets").stream()
            .filter(set -> set.text("/metadata/name").equals("kube-flannel-ds"))
            .filter(set -> !translates(set))
            .map(
                set ->
                    of(
                        "daemonset " + ClusterPicture.name(set),
                        new Clue(
                            "arguments of daemonset " + ClusterPicture.name(set), "no --ip-masq"),
                        "kubectl -n %s get daemonset kube-flannel-ds -o yaml"
                            .formatted(set.text("/metadata/namespace")),
                        "Give the agents --ip-masq: they write the rules."))
        : Stream.of();
  }

  private static boolean translates(Json set) {
    return set.list("/spec/template/spec/containers").stream()
        .flatMap(
            container ->
                Stream.concat(
                    container.texts("/command").stream(), container.texts("/args").stream()))
        .anyMatch(word -> word.matches("--?ip-masq(=true)?"));
  }

  private static Suspicion of(String where, Clue clue, String next, String repair) {
    return Suspicion.of("masquerade-missing", where, clue, next, repair);
  }
}
