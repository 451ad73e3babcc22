package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import java.util.Map;

/**
 * The schema of a CustomResourceDefinition as a definition of OpenAPI 2, as apiextensions' {@code
 * ToStructuralOpenAPIV2} makes it: what version 2 cannot express may be anything.
 */
final class CustomDefinition {
  private static final String PRESERVED = "x-kubernetes-preserve-unknown-fields";

  private static final List<String> WITHOUT_WORDS =
      List.of("allOf", "oneOf", "anyOf", "not", "nullable");

  private CustomDefinition() {}

  static ObjectNode of(CustomKind kind) {
    ObjectNode definition = root(kind.schema());
    definition.putArray(SwaggerDefinitions.KIND).add(OpenApi.groupVersionKind(kind.type()));
    return definition;
  }

  /**
   * Without a schema, or where unknown fields are preserved, no fields are named at all: kubectl
   * would report all others as unknown.
   */
  private static ObjectNode root(JsonNode schema) {
    if (!schema.isObject() || schema.path(PRESERVED).asBoolean()) {
      return Json.object().put("type", "object");
    }
    ObjectNode definition = definition(schema);
    ObjectNode properties = definition.withObject("/properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("$ref", "#/definitions/" + Components.METADATA_NAME);
    return definition;
  }

  private static ObjectNode definition(JsonNode schema) {
    ObjectNode definition = Json.object();
    schema.properties().forEach(entry -> definition.set(entry.getKey(), entry.getValue()));
    definition.remove(WITHOUT_WORDS);
    boolean nullable = schema.path("nullable").asBoolean();
    boolean preserved = schema.path(PRESERVED).asBoolean();
    if (nullable || preserved) {
      definition.remove(List.of("items", "properties"));
    }
    String type = schema.path("type").asText();
    if (nullable
        || (preserved && type.equals("object"))
        || (type.equals("array") && !definition.has("items"))) {
      definition.remove("type");
    }
    translate(definition, "items");
    translate(definition, "additionalProperties");
    if (definition.path("properties") instanceof ObjectNode properties) {
      definition.set("properties", properties(properties));
      requireOnlyWhatIsNotNull(definition, properties);
    }
    return definition;
  }

  private static void translate(ObjectNode definition, String field) {
    if (definition.path(field).isObject()) {
      definition.set(field, definition(definition.path(field)));
    }
  }

  private static ObjectNode properties(ObjectNode schemas) {
    ObjectNode properties = Json.object();
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      properties.set(schema.getKey(), definition(schema.getValue()));
    }
    return properties;
  }

  private static void requireOnlyWhatIsNotNull(ObjectNode definition, ObjectNode schemas) {
    ArrayNode required = Json.array();
    for (JsonNode name : definition.path("required")) {
      if (!schemas.path(name.asText()).path("nullable").asBoolean()) {
        required.add(name);
      }
    }
    definition.remove("required");
    if (!required.isEmpty()) {
      definition.set("required", required);
    }
  }
}
