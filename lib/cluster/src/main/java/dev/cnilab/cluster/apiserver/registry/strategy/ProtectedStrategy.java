package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Claims and classes of volumes: they stay as long as they are in use. */
public record ProtectedStrategy(String finalizer) implements Strategy {
  @Override
  public void prepareForCreate(ObjectNode object) {
    ArrayNode finalizers = object.withObject("/metadata").withArray("/finalizers");
    for (JsonNode present : finalizers) {
      if (present.asText().equals(finalizer)) {
        return;
      }
    }
    finalizers.add(finalizer);
  }
}
