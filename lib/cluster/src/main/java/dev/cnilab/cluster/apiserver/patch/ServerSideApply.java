package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;

/**
 * Server-side apply: what a manager applies is merged into the object, what it applied before and
 * no longer does is taken out, and managedFields remembers it. Only appliers are remembered, not
 * who updates, so nothing ever conflicts: the last one wins, as with {@code --force-conflicts}.
 */
public final class ServerSideApply {
  private static final String APPLY = "Apply";

  private ServerSideApply() {}

  /**
   * The object with a configuration applied.
   *
   * @param type what is known of the object's type, {@link Schema.Scalar#ANY} if nothing is
   * @param target the object as it is; changed on the way
   * @param manager who applies
   * @param time now, as timestamps have it
   */
  public static ObjectNode apply(
      Schema type, ObjectNode target, ObjectNode configuration, String manager, String time) {
    ObjectNode applied = configuration.deepCopy();
    applied.remove("status");
    ObjectNode fields = FieldSet.of(type, owned(applied));
    ArrayNode managers = Json.array();
    for (JsonNode entry : target.at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(APPLY)) {
        if (entry.path("fieldsV1") instanceof ObjectNode before) {
          FieldSet.removeDropped(type, target, before, fields);
        }
      } else {
        managers.add(entry);
      }
    }
    ObjectNode merged =
        type instanceof Struct struct
            ? StrategicMergePatch.apply(struct, target, applied)
            : (ObjectNode) MergePatch.apply(target, applied);
    managers
        .addObject()
        .put("manager", manager)
        .put("operation", APPLY)
        .put("apiVersion", configuration.path("apiVersion").asText(""))
        .put("time", time)
        .put("fieldsType", "FieldsV1")
        .set("fieldsV1", fields);
    merged.withObject("/metadata").set("managedFields", managers);
    return merged;
  }

  /** What a configuration owns: not the object's identity. */
  private static ObjectNode owned(ObjectNode applied) {
    ObjectNode owned = applied.deepCopy();
    owned.remove(java.util.List.of("apiVersion", "kind"));
    if (owned.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(
          java.util.List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp"));
    }
    return owned;
  }
}
