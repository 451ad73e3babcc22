package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    List<ManagedFieldPath> changed = new ArrayList<>();
    ObjectNode part = Json.object();
    touched.stream().filter(object::has).forEach(name -> part.set(name, object.get(name)));
    for (ManagedFieldPath path :
        ManagedFieldPath.leaves(FieldSet.of(type, manager.ownable(part)))) {
      if (!path.in(before).equals(path.in(object))) {
        changed.add(path);
      }
    }
    ArrayNode managers = Json.array();
    ObjectNode fields = Json.object();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      boolean isOwn = !changed.isEmpty() && manager.isOf(entry, FieldManager.Operation.UPDATE);
      ObjectNode left = remaining(entry, object, touched, isOwn ? List.of() : changed);
      if (isOwn) {
        fields = left;
      } else if (!left.isEmpty()) {
        managers.add(with(entry, left));
      }
    }
    ObjectNode mine = fields;
    if (changed.stream().anyMatch(path -> !path.isIn(mine))) {
      ObjectNode more = mine.deepCopy();
      add(type, before, changed, more);
      fields = FieldSet.sorted(more);
    }
    if (!fields.isEmpty()) {
      managers.add(
          manager.entry(
              FieldManager.Operation.UPDATE, object.path("apiVersion").asText(""), time, fields));
    }
    if (managers.isEmpty()) {
      object.withObject("/metadata").remove("managedFields");
    } else {
      object.withObject("/metadata").set("managedFields", FieldManager.sorted(managers));
    }
  }

  /** Adds fields to a set, and the lists and maps around them that are new. */
  private static void add(
      Schema type, JsonNode before, List<ManagedFieldPath> changed, ObjectNode fields) {
    for (ManagedFieldPath path : changed) {
      path.addTo(fields);
      for (ManagedFieldPath within : path.ancestors()) {
        if (within.in(before).isEmpty()
            && (within.isItem() || FieldSet.isCollection(type, within))) {
          within.itself().addTo(fields);
        }
      }
    }
  }

  /**
   * The fields of an entry without those that an object lacks, and without others that it loses. It
   * is copied only if it changes: most writes leave most entries alone.
   */
  private static ObjectNode remaining(
      JsonNode entry, ObjectNode object, Set<String> touched, List<ManagedFieldPath> lost) {
    if (!(entry.get("fieldsV1") instanceof ObjectNode theirs)) {
      return Json.object();
    }
    if (!ManagedFieldPath.hasAbsent(theirs, object, touched)
        && lost.stream().noneMatch(path -> path.isIn(theirs))) {
      return theirs;
    }
    ObjectNode left = theirs.deepCopy();
    ManagedFieldPath.removeAbsent(left, object, touched);
    lost.forEach(path -> path.removeFrom(left));
    return left;
  }

  private static JsonNode with(JsonNode entry, ObjectNode fields) {
    return entry.path("fieldsV1").equals(fields)
        ? entry
        : ((ObjectNode) entry.deepCopy()).set("fieldsV1", fields);
  }

  /** The object's own fields that differ in any way: most writes leave spec or status alone. */
  private static Set<String> touched(JsonNode before, ObjectNode object) {
    return Stream.of(before, object)
        .flatMap(tree -> tree.properties().stream().map(Map.Entry::getKey))
        .filter(name -> !before.path(name).equals(object.path(name)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
