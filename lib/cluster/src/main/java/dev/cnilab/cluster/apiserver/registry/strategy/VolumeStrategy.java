package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/**
 * PersistentVolumes: they stay as long as they are in use, and record since when they have their
 * phase.
 */
public record VolumeStrategy(Supplier<String> now) implements Strategy {
  private static final Strategy PROTECTED = new ProtectedStrategy("kubernetes.io/pv-protection");

  @Override
  public void prepareForCreate(ObjectNode volume) {
    PROTECTED.prepareForCreate(volume);
    volume.withObject("/status").put("lastPhaseTransitionTime", now.get());
  }
}
