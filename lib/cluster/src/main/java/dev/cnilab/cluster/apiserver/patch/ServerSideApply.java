package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/**
 * Server-side apply: what a manager applies is merged into the object, what it applied before and
 * no longer does is removed, and managedFields records it. A field that another manager has set to
 * a different value is a conflict.
 */
public final class ServerSideApply {
  private static final String APPLY = "Apply";

  /** kubectl's manager name; server-side apply may take over what its client-side apply has set. */
  private static final String KUBECTL = "kubectl";

  private ServerSideApply() {}

  /**
   * The object with a configuration applied.
   *
   * @param type the object's type, {@link Schema.Scalar#ANY} if it is unknown
   * @param target the object as it is; changed in the process
   * @param manager the manager that applies
   * @param time now, as timestamps have it
   * @throws dev.cnilab.cluster.client.ApiException 409 if there are conflicts that are not to be
   *     overridden
   */
  public static ObjectNode apply(
      Schema type,
      ObjectNode target,
      ObjectNode configuration,
      String manager,
      Patch.OnConflict onConflict,
      String time) {
    ObjectNode applied = configuration.deepCopy();
    applied.remove("status");
    ObjectNode fields = FieldSet.of(type, owned(applied));
    ArrayNode managers = Json.array();
    ObjectNode dropped = Json.object();
    Conflicts conflicts = new Conflicts();
    for (JsonNode entry : target.at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(APPLY)) {
        dropped = entry.path("fieldsV1") instanceof ObjectNode before ? before.deepCopy() : dropped;
        continue;
      }
      ObjectNode other = entry.deepCopy();
      List<FieldPath> changed = conflicts.compare(entry, target, applied, fields);
      if (other.get("fieldsV1") instanceof ObjectNode theirs) {
        changed.forEach(path -> path.removeFrom(theirs));
      }
      if (!other.path("fieldsV1").isEmpty()) {
        managers.add(other);
      }
    }
    boolean isOwnFormerWork =
        manager.equals(KUBECTL) && conflicts.areWithin(LastApplied.of(target), target);
    if (onConflict == Patch.OnConflict.REFUSE && !isOwnFormerWork) {
      conflicts.requireNone();
    }
    for (JsonNode other : managers) {
      for (FieldPath theirs : FieldPath.leaves(other.path("fieldsV1"))) {
        theirs.releaseFrom(dropped); // fields of other managers stay
      }
    }
    FieldSet.removeDropped(type, target, dropped, fields);
    ObjectNode merged =
        type instanceof Struct struct
            ? StrategicMergePatch.merge(struct, target, applied)
            : (ObjectNode) MergePatch.apply(target, applied);
    if (manager.equals(KUBECTL)) {
      LastApplied.follow(merged, configuration);
    }
    managers
        .addObject()
        .put("manager", manager)
        .put("operation", APPLY)
        .put("apiVersion", configuration.path("apiVersion").asText(""))
        .put("time", time)
        .put("fieldsType", "FieldsV1")
        .set("fieldsV1", FieldSet.sorted(fields));
    merged.withObject("/metadata").set("managedFields", managers);
    return merged;
  }

  /** The part of an object that can have managers: not its identity, and not its status. */
  static ObjectNode owned(ObjectNode applied) {
    ObjectNode owned = applied.deepCopy();
    owned.remove(List.of("apiVersion", "kind", "status"));
    if (owned.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(
          List.of(
              "name",
              "namespace",
              "uid",
              "resourceVersion",
              "generation",
              "creationTimestamp",
              "managedFields"));
      if (metadata.isEmpty()) {
        owned.remove("metadata");
      }
    }
    return owned;
  }
}
