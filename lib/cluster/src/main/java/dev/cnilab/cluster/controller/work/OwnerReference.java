package dev.cnilab.cluster.controller.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A reference to an object's owner.
 *
 * @param controller whether it is the one owner that manages the object
 */
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    boolean controller,
    boolean blockOwnerDeletion) {

  /** A reference from an object to the owner that a controller has created it for. */
  public static OwnerReference controlledBy(KubeObject owner) {
    return new OwnerReference(
        owner.apiVersion(), owner.kind(), owner.name(), owner.uid(), true, true);
  }

  public static List<OwnerReference> of(KubeObject object) {
    return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
        .map(OwnerReference::read)
        .toList();
  }

  /** The owner that manages an object, if it has one. */
  public static Optional<OwnerReference> controllerOf(KubeObject object) {
    for (JsonNode owner : object.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return Optional.of(read(owner));
      }
    }
    return Optional.empty();
  }

  private static OwnerReference read(JsonNode json) {
    return new OwnerReference(
        json.path("apiVersion").asText(),
        json.path("kind").asText(),
        json.path("name").asText(),
        json.path("uid").asText(),
        json.path("controller").asBoolean(),
        json.path("blockOwnerDeletion").asBoolean());
  }

  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("apiVersion", apiVersion)
            .put("kind", kind)
            .put("name", name)
            .put("uid", uid);
    if (controller) {
      json.put("controller", true);
    }
    if (blockOwnerDeletion) {
      json.put("blockOwnerDeletion", true);
    }
    return json;
  }
}
