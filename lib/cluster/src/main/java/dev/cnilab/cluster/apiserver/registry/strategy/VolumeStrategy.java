package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.function.Supplier;

/**
 * PersistentVolumes: they stay as long as they are in use, and record since when they have their
 * phase.
 */
public record VolumeStrategy(Supplier<String> now) implements Strategy {
  private static final String SINCE = "lastPhaseTransitionTime";
  private static final Strategy PROTECTED = new ProtectedStrategy("kubernetes.io/pv-protection");

  @Override
  public void prepareForCreate(ObjectNode volume) {
    PROTECTED.prepareForCreate(volume);
    volume.withObject("/status").put(SINCE, now.get());
  }

  /** A new phase begins now unless the client says when; the old one began when it did. */
  @Override
  public void prepareForStatus(ObjectNode volume, KubeObject old) {
    ObjectNode status = volume.withObject("/status");
    JsonNode since = old.at("/status/" + SINCE);
    boolean same = status.path("phase").asText("").equals(old.text("/status/phase"));
    if (same && !status.has(SINCE) && !since.isMissingNode()) {
      status.set(SINCE, since);
    } else if (!same && (!status.has(SINCE) || status.path(SINCE).equals(since))) {
      status.put(SINCE, now.get());
    }
  }
}
