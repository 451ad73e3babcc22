package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** CustomResourceDefinitions: they stay until the objects of their kind are gone. */
public final class DefinitionStrategy implements Strategy {
  private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  @Override
  public void onDeletion(ObjectNode definition) {
    definition.withObject("/metadata").withArray("finalizers").add(FINALIZER);
  }

  /** Removes the finalizer of a definition that has no objects left; other finalizers stay. */
  public static void removeFinalizer(ObjectNode definition) {
    ArrayNode others = definition.arrayNode();
    for (JsonNode finalizer : definition.at("/metadata/finalizers")) {
      if (!finalizer.asText().equals(FINALIZER)) {
        others.add(finalizer);
      }
    }
    definition.withObject("/metadata").set("finalizers", others);
  }
}
