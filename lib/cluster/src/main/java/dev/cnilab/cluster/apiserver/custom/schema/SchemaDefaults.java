package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.Map;

/** Fills in the defaults of a structural schema. */
public final class SchemaDefaults {
  private SchemaDefaults() {}

  /** Whether a schema has any defaults. */
  public static boolean has(JsonNode schema) {
    return !schema.findPath("default").isMissingNode();
  }

  public static void apply(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        fillIn(property.getKey(), property.getValue(), object);
        apply(property.getValue(), object.path(property.getKey()));
      }
      JsonNode additional = schema.path("additionalProperties");
      if (additional.isObject()) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          if (!schema.path("properties").has(entry.getKey())) {
            apply(additional, entry.getValue());
          }
        }
      }
    } else if (value.isArray()) {
      for (JsonNode item : value) {
        Budget.charge(1);
        apply(schema.path("items"), item);
      }
    }
  }

  /** A null counts as absent where the schema does not allow it. */
  private static void fillIn(String field, JsonNode schema, ObjectNode object) {
    Budget.charge(1);
    JsonNode present = object.path(field);
    boolean absent =
        present.isMissingNode() || (present.isNull() && !schema.path("nullable").asBoolean());
    if (absent && schema.has("default")) {
      Budget.charge(Json.size(schema.get("default")));
      object.set(field, schema.get("default").deepCopy());
    }
  }
}
