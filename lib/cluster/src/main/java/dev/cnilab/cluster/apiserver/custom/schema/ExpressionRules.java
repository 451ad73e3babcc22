package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.expression.ConvertedVariable;
import dev.cnilab.cluster.apiserver.expression.Expression;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.SchemaValue;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks values against the {@code x-kubernetes-validations} of a schema, after {@code
 * apiextensions-apiserver/pkg/apiserver/schema/cel}. A rule that uses {@code oldSelf} compares a
 * value with its predecessor and is skipped for new values. Items of lists have no predecessor,
 * unless the list is a map.
 */
public final class ExpressionRules {
  private static final String RULES = "x-kubernetes-validations";

  private static final String KEYS = "x-kubernetes-list-map-keys";

  private final List<FieldError> errors = new ArrayList<>();

  /** Of the value whose rules were evaluated last. */
  private String at = "";

  private ExpressionRules() {}

  /**
   * What is wrong with an object.
   *
   * @param old as it was; missing if it is new
   */
  public static List<FieldError> check(JsonNode schema, JsonNode object, JsonNode old) {
    ExpressionRules rules = new ExpressionRules();
    return Budget.within(
            Budget.TOGETHER,
            () -> {
              rules.value(schema, object, old, "");
              return rules.errors;
            })
        .orElseGet(rules::untilSpent);
  }

  /** What has been found until the budget was used up, and that it was. */
  private List<FieldError> untilSpent() {
    errors.add(FieldError.invalid(at, Budget.ALL_SPENT));
    return errors;
  }

  /** Whether a schema has a rule anywhere. */
  public static boolean has(JsonNode schema) {
    return schema.findValue(RULES) != null;
  }

  private void value(JsonNode schema, JsonNode value, JsonNode old, String path) {
    if (!schema.path(RULES).isEmpty()) {
      at = path;
      ConvertedVariable self = ConvertedVariable.of(new SchemaValue(value, schema));
      ConvertedVariable before = ConvertedVariable.of(new SchemaValue(old, schema));
      schema.path(RULES).forEach(rule -> rule(rule, self, before, old.isMissingNode()));
    }
    for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
      JsonNode field = value.path(entry.getKey());
      if (!field.isMissingNode()) {
        value(entry.getValue(), field, old.path(entry.getKey()), in(path, entry.getKey()));
      }
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject() && value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        value(
            additional,
            entry.getValue(),
            old.path(entry.getKey()),
            path + "[" + entry.getKey() + "]");
      }
    }
    if (value.isArray()) {
      Map<List<JsonNode>, JsonNode> before = byKeys(schema, old);
      for (int i = 0; i < value.size(); i++) {
        value(
            schema.path("items"),
            value.get(i),
            before.getOrDefault(keys(schema, value.get(i)), MissingNode.getInstance()),
            path + "[" + i + "]");
      }
    }
  }

  /** The items of a list that is a map, by their keys; of any other, nothing. */
  private static Map<List<JsonNode>, JsonNode> byKeys(JsonNode schema, JsonNode list) {
    Map<List<JsonNode>, JsonNode> items = new HashMap<>();
    if (!schema.path(KEYS).isEmpty()) {
      list.forEach(item -> items.putIfAbsent(keys(schema, item), item));
    }
    return items;
  }

  private static List<JsonNode> keys(JsonNode schema, JsonNode item) {
    List<JsonNode> keys = new ArrayList<>();
    schema.path(KEYS).forEach(key -> keys.add(item.path(key.asText())));
    return keys;
  }

  private void rule(
      JsonNode rule, ConvertedVariable self, ConvertedVariable before, boolean isNew) {
    String text = rule.path("rule").asText();
    boolean isTransition = text.matches("(?s).*\\boldSelf\\b.*");
    if (isTransition && isNew && !rule.path("optionalOldSelf").asBoolean()) {
      return;
    }
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("self", self);
    boolean optional = rule.path("optionalOldSelf").asBoolean();
    variables.put("oldSelf", optional ? Optional.of(before).filter(is -> !isNew) : before);
    try {
      if (!Expression.compile(text, Scope.RULE).isTrue(variables)) {
        errors.add(error(rule, message(rule, variables), at));
      }
    } catch (ExpressionException failed) {
      errors.add(FieldError.invalid(at, "rule evaluation error: " + failed.words()));
    }
  }

  private static FieldError error(JsonNode rule, String message, String path) {
    String whole = path + rule.path("fieldPath").asText("");
    String field = whole.startsWith(".") ? whole.substring(1) : whole;
    return switch (rule.path("reason").asText("")) {
      case "FieldValueForbidden" -> FieldError.forbidden(field, message);
      case "FieldValueRequired" -> FieldError.required(field, message);
      default -> FieldError.invalid(field, message);
    };
  }

  private static String message(JsonNode rule, Map<String, Object> variables) {
    String expression = rule.path("messageExpression").asText("");
    if (!expression.isEmpty()) {
      try {
        String words = Expression.compile(expression, Scope.RULE).string(variables);
        if (!words.isBlank()) {
          return words.strip();
        }
      } catch (ExpressionException without) {
        // as in a real server, the fixed message stands in for it
      }
    }
    String text = rule.path("rule").asText();
    return rule.path("message").asText("failed rule: " + text.strip());
  }

  private static String in(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
