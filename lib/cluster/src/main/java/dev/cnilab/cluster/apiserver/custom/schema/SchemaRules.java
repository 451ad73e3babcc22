package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Validates values against a schema, in the words of kube-openapi's {@code validate} as
 * apiextensions reports them. {@link ExpressionRules} evaluates the CEL rules.
 */
public final class SchemaRules {
  private final Findings errors = new Findings();

  private SchemaRules() {}

  /** What is wrong with an object. */
  public static List<FieldError> check(JsonNode schema, JsonNode object) {
    SchemaRules rules = new SchemaRules();
    rules.value(schema, object, "");
    return rules.errors.all();
  }

  private void value(JsonNode schema, JsonNode value, String path) {
    Budget.charge(1);
    String type = schema.path("type").asText();
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    boolean intOrString = schema.path("x-kubernetes-int-or-string").asBoolean();
    boolean neither = intOrString && !value.isIntegralNumber() && !value.isTextual();
    if (neither || (!type.isEmpty() && !isOf(type, value))) {
      String wanted = intOrString ? "integer,string" : type;
      String found = typeOf(value);
      errors.add(
          FieldError.typeInvalid(
              path, found, "%s in body must be of type %s: \"%s\"".formatted(path, wanted, found)));
      return;
    }
    ScalarRules.check(schema, value, path, errors);
    if (value instanceof ObjectNode object) {
      object(schema, object, path);
    } else if (value.isArray()) {
      array(schema, value, path);
    }
    combinations(schema, value, path);
  }

  private void object(JsonNode schema, ObjectNode object, String path) {
    for (JsonNode required : schema.path("required")) {
      Budget.charge(1);
      if (!object.has(required.asText())) {
        errors.add(FieldError.required(in(path, required.asText()), ""));
      }
    }
    atMost(schema, "maxProperties", object.size(), path);
    atLeast(schema, "minProperties", object.size(), object, path, "properties");
    JsonNode additional = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode property = schema.path("properties").path(entry.getKey());
      if (!property.isMissingNode()) {
        value(property, entry.getValue(), in(path, entry.getKey()));
      } else if (additional.isObject()) {
        value(additional, entry.getValue(), in(path, entry.getKey()));
      }
    }
  }

  private void array(JsonNode schema, JsonNode array, String path) {
    atMost(schema, "maxItems", array.size(), path);
    atLeast(schema, "minItems", array.size(), array, path, "items");
    for (int i = 0; i < array.size(); i++) {
      value(schema.path("items"), array.get(i), path + "[" + i + "]");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode key = key(schema, array.get(i));
      if (key != null && !seen.add(Json.key(key))) {
        errors.add(FieldError.duplicate(path + "[" + i + "]", key));
      }
    }
  }

  /** What must differ from item to item of a set or a map; null for other lists. */
  private static @org.jspecify.annotations.Nullable JsonNode key(JsonNode schema, JsonNode item) {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> item;
      case "map" -> {
        ObjectNode key = Json.object();
        for (JsonNode field : schema.path("x-kubernetes-list-map-keys")) {
          key.set(field.asText(), item.path(field.asText()));
        }
        yield key;
      }
      default -> schema.path("uniqueItems").asBoolean() ? item : null;
    };
  }

  private void atMost(JsonNode schema, String rule, int size, String path) {
    if (schema.has(rule) && size > schema.get(rule).asInt()) {
      errors.add(FieldError.tooMany(path, size, schema.get(rule).asInt()));
    }
  }

  private void atLeast(
      JsonNode schema, String rule, int size, JsonNode value, String path, String what) {
    if (schema.has(rule) && size < schema.get(rule).asInt()) {
      errors.add(
          FieldError.invalid(
              path,
              value,
              "%s in body should have at least %s %s"
                  .formatted(path, schema.get(rule).asText(), what)));
    }
  }

  private void combinations(JsonNode schema, JsonNode value, String path) {
    for (JsonNode part : schema.path("allOf")) {
      value(part, value, path);
    }
    long one = valid(schema.path("oneOf"), value);
    if (schema.has("oneOf") && one != 1) {
      String found = one == 0 ? "Found none valid" : "Found " + one + " valid alternatives";
      errors.add(
          FieldError.invalid(
              path,
              value,
              "\"%s\" must validate one and only one schema (oneOf). %s".formatted(path, found)));
    }
    if (schema.has("anyOf") && valid(schema.path("anyOf"), value) == 0) {
      errors.add(
          FieldError.invalid(
              path, value, "\"%s\" must validate at least one schema (anyOf)".formatted(path)));
    }
    if (schema.has("not") && check(schema.get("not"), value).isEmpty()) {
      errors.add(
          FieldError.invalid(
              path, value, "\"%s\" must not validate the schema (not)".formatted(path)));
    }
  }

  private static long valid(JsonNode schemas, JsonNode value) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(all::add);
    return all.stream().filter(schema -> check(schema, value).isEmpty()).count();
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" ->
          value.isIntegralNumber()
              || (value.isNumber() && value.asDouble() == Math.rint(value.asDouble()));
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static String in(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
