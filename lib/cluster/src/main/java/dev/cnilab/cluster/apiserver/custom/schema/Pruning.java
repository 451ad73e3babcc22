package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes the fields that a structural schema does not have: apiextensions-apiserver's {@code
 * pruning/algorithm.go}.
 */
public final class Pruning {
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");
  private final List<FieldPlace> dropped = new ArrayList<>();

  private Pruning() {}

  /** Prunes an object in place and returns where the removed fields were. */
  public static List<FieldPlace> prune(JsonNode schema, ObjectNode object) {
    Pruning pruning = new Pruning();
    for (String field : names(object)) {
      if (!OF_EVERY_OBJECT.contains(field)) {
        pruning.field(schema, object, field, FieldPlace.of(field));
      }
    }
    return pruning.dropped;
  }

  private void value(JsonNode schema, JsonNode value, FieldPlace place) {
    if (value instanceof ObjectNode object) {
      boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
      for (String field : names(object)) {
        if (!embedded || !OF_EVERY_OBJECT.contains(field)) {
          field(schema, object, field, place.field(field));
        }
      }
    } else if (value.isArray() && (schema.has("items") || !preserves(schema))) {
      for (int i = 0; i < value.size(); i++) {
        value(schema.path("items"), value.get(i), place.item(i));
      }
    }
  }

  private void field(JsonNode schema, ObjectNode object, String field, FieldPlace place) {
    JsonNode property = schema.path("properties").path(field);
    JsonNode additional = schema.path("additionalProperties");
    if (!property.isMissingNode()) {
      value(property, object.get(field), place);
    } else if (additional.isObject()) {
      value(additional, object.get(field), place);
    } else if (additional.asBoolean()) {
      value(MissingNode.getInstance(), object.get(field), place);
    } else if (!preserves(schema)) {
      object.remove(field);
      dropped.add(place);
    }
  }

  private static boolean preserves(JsonNode schema) {
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
