package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import java.util.Map;

/**
 * Schemas of OpenAPI 3 as definitions of OpenAPI 2, which can express less: the rest may be
 * anything.
 */
final class SwaggerDefinitions {
  static final String KIND = "x-kubernetes-group-version-kind";

  private static final List<String> KEPT =
      List.of("type", "format", "description", "required", KIND);

  private SwaggerDefinitions() {}

  static ObjectNode of(JsonNode schemas) {
    ObjectNode definitions = Json.object();
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      definitions.set(schema.getKey(), definition(schema.getValue()));
    }
    return definitions;
  }

  private static ObjectNode definition(JsonNode schema) {
    ObjectNode definition = Json.object();
    JsonNode reference = reference(schema);
    if (!reference.isMissingNode()) {
      return definition.put(
          "$ref", reference.asText().replace("#/components/schemas/", "#/definitions/"));
    }
    if (schema.has("oneOf")) {
      // Version 2 has a single type, so the loosest one stands for several.
      definition.put("type", "string");
    }
    KEPT.stream().filter(schema::has).forEach(key -> definition.set(key, schema.get(key)));
    if (schema.path("items").isObject()) {
      definition.set("items", definition(schema.get("items")));
    }
    if (schema.path("additionalProperties").isObject()) {
      definition.set("additionalProperties", definition(schema.get("additionalProperties")));
    }
    if (!schema.path("properties").isEmpty()) {
      definition.set("properties", of(schema.get("properties")));
    }
    return definition;
  }

  private static JsonNode reference(JsonNode schema) {
    return schema.has("allOf") ? schema.at("/allOf/0/$ref") : schema.path("$ref");
  }
}
