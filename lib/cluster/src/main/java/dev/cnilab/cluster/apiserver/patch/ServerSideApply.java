package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.field.FieldSet;
import dev.cnilab.cluster.apiserver.patch.field.OwnedFields;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;

/**
 * Server-side apply: what a manager applies is merged into the object, what it applied before and
 * no longer does is removed, and managedFields records it. A field that another manager has set to
 * a different value is a conflict.
 */
public final class ServerSideApply {
  /** kubectl; its server-side apply may take over what its client-side apply has set. */
  private static final FieldManager KUBECTL = FieldManager.of("kubectl");

  private ServerSideApply() {}

  /**
   * The object with a configuration applied.
   *
   * @param type the object's type, {@link Schema.Scalar#ANY} if it is unknown
   * @param target the object as it is; changed in the process
   * @param manager the manager that applies
   * @param time now, as a timestamp
   * @throws dev.cnilab.cluster.client.ApiException 409 if there are conflicts that are not to be
   *     overridden
   */
  public static ObjectNode apply(
      Schema type,
      ObjectNode target,
      ObjectNode configuration,
      FieldManager manager,
      Patch.OnConflict onConflict,
      String time) {
    ObjectNode applied = manager.writable(configuration);
    ObjectNode fields = FieldSet.of(type, manager.ownable(configuration));
    ArrayNode managers = Json.array();
    ObjectNode dropped = Json.object();
    Conflicts conflicts =
        new Conflicts(
            target,
            applied,
            manager.isSame(KUBECTL) ? LastApplied.of(target) : MissingNode.getInstance());
    for (JsonNode entry : target.at("/metadata/managedFields")) {
      if (manager.isOf(entry, FieldManager.Operation.APPLY)) {
        dropped = entry.path("fieldsV1") instanceof ObjectNode before ? before.deepCopy() : dropped;
        continue;
      }
      ObjectNode other = Json.object().setAll((ObjectNode) entry);
      ObjectNode changed = conflicts.compare(entry, fields);
      if (other.get("fieldsV1") instanceof ObjectNode theirs) {
        other.set("fieldsV1", OwnedFields.without(theirs, changed));
      }
      if (!other.path("fieldsV1").isEmpty()) {
        managers.add(other);
      }
    }
    boolean isOwnFormerWork = manager.isSame(KUBECTL) && conflicts.areOwnFormerWork();
    if (onConflict == Patch.OnConflict.REFUSE && !isOwnFormerWork) {
      conflicts.requireNone();
    }
    for (JsonNode other : managers) {
      OwnedFields.release(dropped, other.path("fieldsV1")); // fields of other managers stay
    }
    FieldSet.removeDropped(type, target, dropped, fields);
    FieldSet.removeReplaced(type, target, applied);
    ObjectNode merged = merge(type, target, applied);
    if (manager.isSame(KUBECTL)) {
      LastApplied.follow(merged, configuration);
    }
    managers.add(
        manager.entry(
            FieldManager.Operation.APPLY,
            configuration.path("apiVersion").asText(""),
            time,
            FieldSet.sorted(fields)));
    merged.withObject("/metadata").set("managedFields", FieldManager.sorted(managers));
    return merged;
  }

  /**
   * The object with a configuration merged into it, regardless of managers; {@code target} may be
   * changed in the process.
   */
  public static ObjectNode merge(Schema type, ObjectNode target, ObjectNode configuration) {
    return type instanceof Struct struct
        ? StrategicMergePatch.merge(struct, target, configuration)
        : (ObjectNode) MergePatch.apply(target, configuration);
  }
}
