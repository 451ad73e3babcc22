package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.field.FieldSet;
import dev.cnilab.cluster.apiserver.patch.field.FieldValue;
import dev.cnilab.cluster.apiserver.patch.field.OwnedFields;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.object.Json;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records in managedFields which fields a manager has changed without applying them. */
public final class UpdateTracking {
  private UpdateTracking() {}

  /**
   * Gives a manager the fields that differ from before, and takes them from all others. Fields that
   * no longer exist have no manager.
   *
   * @param before an empty object if it is new
   * @param object as it will be; changed in place
   * @param time now, as a timestamp
   */
  public static void record(
      Schema type, JsonNode before, ObjectNode object, FieldManager manager, String time) {
    Set<String> touched = touched(before, object);
    FieldValue was = FieldValue.of(before);
    FieldValue is = FieldValue.of(object);
    ObjectNode part = Json.object();
    touched.stream().filter(object::has).forEach(name -> part.set(name, object.get(name)));
    if (before.isEmpty() && object.at("/metadata/managedFields").isEmpty()) {
      ObjectNode own = FieldSet.ofNew(type, manager.ownable(part));
      manage(
          object,
          own.isEmpty()
              ? Json.array()
              : Json.array()
                  .add(
                      manager.entry(
                          FieldManager.Operation.UPDATE,
                          object.path("apiVersion").asText(""),
                          time,
                          own)));
      return;
    }
    ObjectNode changed = OwnedFields.changed(FieldSet.of(type, manager.ownable(part)), was, is);
    ArrayNode managers = Json.array();
    ObjectNode fields = Json.object();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      boolean isOwn = !changed.isEmpty() && manager.isOf(entry, FieldManager.Operation.UPDATE);
      ObjectNode left = remaining(entry, is, touched, isOwn ? Json.object() : changed);
      if (isOwn) {
        fields = left;
      } else if (!left.isEmpty()) {
        managers.add(with(entry, left));
      }
    }
    if (!OwnedFields.contains(fields, changed)) {
      ObjectNode more = fields.deepCopy();
      OwnedFields.add(more, changed, type, was);
      fields = FieldSet.sorted(more);
    }
    if (!fields.isEmpty()) {
      managers.add(
          manager.entry(
              FieldManager.Operation.UPDATE, object.path("apiVersion").asText(""), time, fields));
    }
    manage(object, managers);
  }

  private static void manage(ObjectNode object, ArrayNode managers) {
    ObjectNode metadata = object.withObject("/metadata");
    if (managers.isEmpty()) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", FieldManager.sorted(managers));
    }
  }

  /** The fields of an entry without those that an object lacks, and without others. */
  private static ObjectNode remaining(
      JsonNode entry, FieldValue object, Set<String> touched, ObjectNode lost) {
    return entry.get("fieldsV1") instanceof ObjectNode theirs
        ? OwnedFields.without(OwnedFields.withoutAbsent(theirs, object, touched), lost)
        : Json.object();
  }

  private static JsonNode with(JsonNode entry, ObjectNode fields) {
    return entry.path("fieldsV1").equals(fields)
        ? entry
        : ((ObjectNode) Json.object().setAll((ObjectNode) entry)).set("fieldsV1", fields);
  }

  /** The object's own fields that differ in any way: most writes leave spec or status alone. */
  private static Set<String> touched(JsonNode before, ObjectNode object) {
    return Stream.of(before, object)
        .flatMap(tree -> tree.properties().stream().map(Map.Entry::getKey))
        .filter(name -> !before.path(name).equals(object.path(name)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
