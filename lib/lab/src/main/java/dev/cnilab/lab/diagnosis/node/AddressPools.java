package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for Calico's IP pools. */
final class AddressPools {

  private AddressPools() {}

  /** Pools from which a node gets no addresses. */
  static Stream<Suspicion> unusable(ClusterPicture picture) {
    return Stream.concat(disabled(picture), elsewhere(picture));
  }

  /** A node that needs addresses but that no IP pool selects. */
  private static Stream<Suspicion> elsewhere(ClusterPicture picture) {
    return picture.stuck().stream()
        .filter(stuck -> stuck.words().contains("no configured Calico pools"))
        .limit(1)
        .flatMap(
            stuck ->
                picture.list("ippools").stream()
                    .filter(pool -> !pool.flag("/spec/disabled"))
                    .filter(pool -> !pool.text("/spec/nodeSelector").matches("(all\\(\\))?"))
                    .map(
                        pool ->
                            Suspicion.of(
                                    "pool-for-other-nodes",
                                    "ippool " + ClusterPicture.name(pool),
                                    new Clue(
                                        "ippool " + ClusterPicture.name(pool),
                                        "nodeSelector " + pool.text("/spec/nodeSelector")),
                                    "kubectl get ippools -o yaml",
                                    "Let a pool's nodeSelector be true of each node.")
                                .by(
                                    PatchRemedy.merge(
                                        "ippool " + ClusterPicture.name(pool),
                                        "{\"spec\": {\"nodeSelector\": \"all()\"}}"))));
  }

  private static Stream<Suspicion> disabled(ClusterPicture picture) {
    List<Json> pools = picture.list("ippools");
    return pools.isEmpty() || !pools.stream().allMatch(pool -> pool.flag("/spec/disabled"))
        ? Stream.of()
        : pools.stream()
            .map(
                pool ->
                    Suspicion.of(
                            "pool-disabled",
                            "ippool " + ClusterPicture.name(pool),
                            new Clue("ippool " + ClusterPicture.name(pool), "disabled: true"),
                            "kubectl get ippools -o yaml",
                            "Enable it, or make one that is.")
                        .by(
                            PatchRemedy.merge(
                                "ippool " + ClusterPicture.name(pool),
                                "{\"spec\": {\"disabled\": null}}")));
  }
}
