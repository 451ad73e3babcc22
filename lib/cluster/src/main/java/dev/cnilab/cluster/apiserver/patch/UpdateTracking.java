package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records in managedFields which fields a manager has changed without applying them. */
public final class UpdateTracking {
  private UpdateTracking() {}

  /**
   * Gives a manager the fields that differ from before, and takes them from all others. Fields that
   * no longer exist have no manager.
   *
   * @param before an empty object if it is new
   * @param object as it will be; changed in place
   * @param time now, as timestamps have it
   */
  public static void record(
      Schema type, JsonNode before, ObjectNode object, FieldManager manager, String time) {
    List<FieldPath> changed = new ArrayList<>();
    for (FieldPath path : FieldPath.leaves(FieldSet.of(type, manager.ownable(object)))) {
      if (!path.in(before).equals(path.in(object))) {
        changed.add(path);
      }
    }
    ObjectNode fields = Json.object();
    ArrayNode managers = Json.array();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      ObjectNode copy = entry.deepCopy();
      if (copy.get("fieldsV1") instanceof ObjectNode theirs) {
        FieldPath.removeAbsent(theirs, object);
      }
      if (!changed.isEmpty()
          && manager.isOf(copy, FieldManager.Operation.UPDATE)
          && copy.path("fieldsV1") instanceof ObjectNode known) {
        fields = known;
      } else {
        Optional.ofNullable(copy.get("fieldsV1"))
            .filter(ObjectNode.class::isInstance)
            .map(ObjectNode.class::cast)
            .ifPresent(theirs -> changed.forEach(path -> path.removeFrom(theirs)));
        if (!copy.path("fieldsV1").isEmpty()) {
          managers.add(copy);
        }
      }
    }
    for (FieldPath path : changed) {
      path.addTo(fields);
      for (FieldPath within : path.ancestors()) {
        if (within.in(before).isEmpty() && (within.isItem() || FieldSet.isMap(type, within))) {
          within.itself().addTo(fields);
        }
      }
    }
    if (fields.isEmpty()) {
      setManagers(object, managers);
      return;
    }
    managers.add(
        manager.entry(
            FieldManager.Operation.UPDATE, object.path("apiVersion").asText(""), time, fields));
    setManagers(object, managers);
  }

  private static void setManagers(ObjectNode object, ArrayNode managers) {
    if (managers.isEmpty()) {
      object.withObject("/metadata").remove("managedFields");
    } else {
      object.withObject("/metadata").set("managedFields", FieldManager.sorted(managers));
    }
  }
}
