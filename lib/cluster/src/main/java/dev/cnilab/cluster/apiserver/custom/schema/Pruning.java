package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes the fields that a structural schema does not have. */
public final class Pruning {
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");
  private final List<String> dropped = new ArrayList<>();

  private Pruning() {}

  /** Prunes an object in place and returns the paths of the removed fields. */
  public static List<String> prune(JsonNode schema, ObjectNode object) {
    Pruning pruning = new Pruning();
    for (String field : names(object)) {
      if (!OF_EVERY_OBJECT.contains(field)) {
        pruning.field(schema, object, field, field);
      }
    }
    return pruning.dropped;
  }

  private void value(JsonNode schema, JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
      for (String field : names(object)) {
        if (!embedded || !OF_EVERY_OBJECT.contains(field)) {
          field(schema, object, field, path + "." + field);
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(schema.path("items"), value.get(i), path + "[" + i + "]");
      }
    }
  }

  private void field(JsonNode schema, ObjectNode object, String field, String path) {
    JsonNode property = schema.path("properties").path(field);
    JsonNode additional = schema.path("additionalProperties");
    if (!property.isMissingNode()) {
      value(property, object.get(field), path);
    } else if (additional.isObject()) {
      value(additional, object.get(field), path);
    } else if (!additional.asBoolean()
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.remove(field);
      dropped.add(path);
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
