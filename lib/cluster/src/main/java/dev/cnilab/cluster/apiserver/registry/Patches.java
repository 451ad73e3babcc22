package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.MergePatch;
import dev.cnilab.cluster.apiserver.patch.StrategicMergePatch;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import io.fabric8.zjsonpatch.JsonPatch;

/** Patches an object: reads it, applies the change, and updates it. */
public final class Patches {
  private final Registry registry;

  public Patches(Registry registry) {
    this.registry = registry;
  }

  /** Changes an object, or its status, and returns it as stored. */
  public KubeObject apply(
      ResourceType type, String namespace, String name, Patch patch, Requester requester) {
    KubeObject old = registry.get(type, namespace, name);
    if (!(patched(old, patch) instanceof ObjectNode json)) {
      throw ApiErrors.badRequest("the patch turns the object into something else");
    }
    KubeObject changed = KubeObject.of(json);
    return patch.subresource().equals("status")
        ? registry.updateStatus(type, changed, requester)
        : registry.update(type, changed, requester);
  }

  private static JsonNode patched(KubeObject old, Patch patch) {
    ObjectNode copy = old.json().deepCopy();
    return switch (patch.type()) {
      case JSON -> JsonPatch.apply(patch.body(), copy);
      case MERGE -> MergePatch.apply(copy, patch.body());
      case STRATEGIC, APPLY -> StrategicMergePatch.apply(copy, (ObjectNode) patch.body());
    };
  }
}
