package dev.cnilab.cluster.controller.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which volume a claim may be bound to: the smallest that is large enough. */
record ClaimMatch(KubeObject claim) {
  static ClaimMatch of(KubeObject claim) {
    return new ClaimMatch(claim);
  }

  /** The best of all volumes: one that is reserved for the claim takes precedence. */
  Optional<KubeObject> best(List<KubeObject> volumes) {
    String wanted = claim.text("/spec/volumeName");
    return volumes.stream()
        .filter(volume -> !volume.isTerminating())
        .filter(volume -> wanted.isEmpty() || volume.name().equals(wanted))
        .filter(this::isFree)
        .filter(this::fits)
        .min(
            Comparator.comparing((KubeObject volume) -> !isPromised(volume))
                .thenComparing(ClaimMatch::size)
                .thenComparing(KubeObject::name));
  }

  private boolean isFree(KubeObject volume) {
    return volume.at("/spec/claimRef").isMissingNode() || isPromised(volume);
  }

  /** Whether it is reserved for this claim. */
  private boolean isPromised(KubeObject volume) {
    String uid = volume.text("/spec/claimRef/uid");
    return volume.text("/spec/claimRef/name").equals(claim.name())
        && volume.text("/spec/claimRef/namespace").equals(claim.namespace())
        && (uid.isEmpty() || uid.equals(claim.uid()));
  }

  private boolean fits(KubeObject volume) {
    return volume.text("/spec/storageClassName").equals(claim.text("/spec/storageClassName"))
        && volume.text("/spec/volumeMode").equals(claim.text("/spec/volumeMode"))
        && texts(volume.at("/spec/accessModes")).containsAll(texts(claim.at("/spec/accessModes")))
        && LabelSelector.of(claim.at("/spec/selector")).matches(volume.labels())
        && size(volume).compareTo(amount(claim.text("/spec/resources/requests/storage"))) >= 0;
  }

  private static BigDecimal size(KubeObject volume) {
    return amount(volume.text("/spec/capacity/storage"));
  }

  private static BigDecimal amount(String text) {
    return Quantity.value(text).orElse(BigDecimal.ZERO);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
