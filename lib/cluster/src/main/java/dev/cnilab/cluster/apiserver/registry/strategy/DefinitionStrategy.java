package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashSet;
import java.util.Set;

/** CustomResourceDefinitions: they stay until the objects of their kind are gone. */
public final class DefinitionStrategy implements Strategy {
  private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  /** A new storage version is one in which objects may be stored from now on. */
  @Override
  public void prepareForUpdate(ObjectNode definition, KubeObject old) {
    prepareForCreate(definition);
  }

  @Override
  public void prepareForCreate(ObjectNode definition) {
    ArrayNode stored = definition.arrayNode();
    definition.at("/status/storedVersions").forEach(stored::add);
    Set<String> known = new HashSet<>();
    stored.forEach(version -> known.add(version.asText()));
    for (JsonNode version : definition.at("/spec/versions")) {
      String name = version.path("name").asText();
      if (version.path("storage").asBoolean() && known.add(name)) {
        stored.add(name);
      }
    }
    if (!stored.isEmpty()) {
      definition.withObject("/status").set("storedVersions", stored);
    }
  }

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
