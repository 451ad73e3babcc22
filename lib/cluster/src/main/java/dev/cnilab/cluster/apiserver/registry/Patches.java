package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.MergePatch;
import dev.cnilab.cluster.apiserver.patch.StrategicMergePatch;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import io.fabric8.zjsonpatch.JsonPatch;

/** Patches an object: reads it, applies the change, and updates it. */
public final class Patches {
  private final Registry registry;
  private final Subresources subresources;

  public Patches(Registry registry, Subresources subresources) {
    this.registry = registry;
    this.subresources = subresources;
  }

  /** Changes an object, or its status, and returns it as stored. */
  public KubeObject apply(
      ResourceType type, String namespace, String name, Patch patch, Requester requester) {
    KubeObject object = registry.get(type, namespace, name);
    KubeObject old = patch.subresource().equals("scale") ? Scale.of(object) : object;
    if (!(patched(type, old, patch) instanceof ObjectNode json)) {
      throw ApiErrors.badRequest("the patch turns the object into something else");
    }
    KubeObject changed =
        KubeObject.of(
            patch.subresource().equals("scale")
                ? json
                : Intake.patched(type, json, patch.body().toString(), requester));
    return switch (patch.subresource()) {
      case "" -> registry.update(type, changed, requester);
      case "status" -> registry.updateStatus(type, changed, requester);
      default -> subresources.update(type, patch.subresource(), changed, requester);
    };
  }

  private static JsonNode patched(ResourceType type, KubeObject old, Patch patch) {
    ObjectNode copy = old.json().deepCopy();
    return switch (patch.type()) {
      case JSON -> JsonPatch.apply(patch.body(), copy);
      case MERGE -> MergePatch.apply(copy, patch.body());
      case STRATEGIC, APPLY ->
          StrategicMergePatch.apply(
              Schemas.builtIn()
                  .of(type)
                  .orElseThrow(
                      () ->
                          ApiErrors.unsupportedMediaType(
                              "application/json-patch+json, application/merge-patch+json,"
                                  + " application/apply-patch+yaml")),
              copy,
              (ObjectNode) patch.body());
    };
  }
}
