package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.RuleSubject;
import dev.cnilab.cluster.apiserver.expression.SchemaTypes;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import java.util.Map;

/**
 * Compiles the {@code x-kubernetes-validations} of a schema when it is written, with the types of
 * the values they apply to. After {@code apiextensions/validation}; the cost of a rule is not
 * estimated.
 */
record DefinitionExpressions(SchemaTypes types, List<FieldError> errors) {
  private static final String RULES = "x-kubernetes-validations";
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

  /** Checks the rules of a version, if there are any. */
  static void check(JsonNode schema, String path, List<FieldError> errors) {
    if (schema.findValue(RULES) != null) {
      SchemaTypes types = new SchemaTypes();
      DefinitionExpressions expressions = new DefinitionExpressions(types, errors);
      types
          .object(schema)
          .ifPresent(subject -> expressions.rules(schema, subject, path, Before.KNOWN));
      expressions.parts(schema, path, Before.KNOWN);
    }
  }

  /** Whether the previous value of a value is known. */
  private enum Before {
    KNOWN,
    UNKNOWN
  }

  private void value(JsonNode schema, String path, Before before) {
    if (schema.has(RULES)) {
      types.value(schema).ifPresent(subject -> rules(schema, subject, path, before));
    }
    parts(schema, path, before);
  }

  private void parts(JsonNode schema, String path, Before before) {
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      value(each.getValue(), path + ".properties[" + each.getKey() + "]", before);
    }
    if (schema.path("additionalProperties").isObject()) {
      value(schema.path("additionalProperties"), path + ".additionalProperties", before);
    }
    if (schema.path("items").isObject()) {
      boolean keyed = schema.path("x-kubernetes-list-type").asText().equals("map");
      value(schema.path("items"), path + ".items", keyed ? before : Before.UNKNOWN);
    }
  }

  private void rules(JsonNode schema, RuleSubject subject, String path, Before before) {
    JsonNode rules = schema.path(RULES);
    for (int i = 0; i < rules.size(); i++) {
      boolean optional = rules.get(i).path("optionalOldSelf").asBoolean();
      RuleSubject about = optional ? subject.withOptionalOld() : subject;
      rule(schema, rules.get(i), about, path + "." + RULES + "[" + i + "]", before);
    }
  }

  private void rule(JsonNode schema, JsonNode rule, RuleSubject subject, String path, Before old) {
    String text = rule.path("rule").asText().strip();
    int before = errors.size();
    form(rule, text, path);
    fieldPath(schema, rule.path("fieldPath").asText(""), path + ".fieldPath");
    if (errors.size() > before) {
      return;
    }
    boolean usesOld = text.matches("(?s).*\\boldSelf\\b.*");
    try {
      if (!subject.typeOf(text).equals("bool")) {
        errors.add(invalid(path + ".rule", rule, "cel expression must evaluate to a bool"));
      } else if (old == Before.UNKNOWN && usesOld) {
        errors.add(
            FieldError.invalid(
                path + ".rule",
                text,
                "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                    + path.replaceFirst("\\.x-kubernetes-validations.*", "")));
      }
    } catch (ExpressionException meaningless) {
      errors.add(invalid(path + ".rule", rule, meaningless.words()));
    }
    message(rule, subject, path);
    if (!usesOld && rule.has("optionalOldSelf")) {
      errors.add(
          FieldError.invalid(
              path + ".optionalOldSelf",
              rule.get("optionalOldSelf"),
              "may not be set if oldSelf is not used in rule"));
    }
  }

  /** Errors that do not depend on the expressions' meaning. */
  private void form(JsonNode rule, String text, String path) {
    String message = rule.path("message").asText("");
    if (text.isEmpty()) {
      errors.add(FieldError.required(path + ".rule", "rule is not specified"));
    } else if (!message.isEmpty() && message.isBlank()) {
      errors.add(FieldError.invalid(path + ".message", message, "must be non-empty if specified"));
    } else if (message.strip().contains("\n")) {
      errors.add(FieldError.invalid(path + ".message", message, "must not contain line breaks"));
    } else if (text.contains("\n") && message.isBlank()) {
      errors.add(
          FieldError.required(
              path + ".message", "message must be specified if rule contains line breaks"));
    }
    String words = rule.path("messageExpression").asText("");
    if (!words.isEmpty() && words.isBlank()) {
      errors.add(
          FieldError.required(
              path + ".messageExpression", "messageExpression must be non-empty if specified"));
    }
    if (rule.has("reason") && !REASONS.contains(rule.path("reason").asText())) {
      errors.add(FieldError.notSupported(path + ".reason", rule.path("reason").asText(), REASONS));
    }
  }

  private void fieldPath(JsonNode schema, String named, String path) {
    if (named.isEmpty()) {
      return;
    }
    if (named.isBlank()) {
      errors.add(FieldError.invalid(path, named, "must be non-empty if specified"));
    }
    if (named.contains("\n") || named.contains("\r")) {
      errors.add(FieldError.invalid(path, named, "must not contain line breaks"));
    }
    if (FieldPath.of(named, schema).error() != null) {
      errors.add(FieldError.invalid(path, named, "must be a valid path"));
    }
  }

  private void message(JsonNode rule, RuleSubject subject, String path) {
    String words = rule.path("messageExpression").asText("").strip();
    if (words.isEmpty()) {
      return;
    }
    String place = path + ".messageExpression";
    try {
      if (!subject.typeOf(words).equals("string")) {
        errors.add(invalid(place, rule, "messageExpression must evaluate to a string"));
      }
    } catch (ExpressionException meaningless) {
      errors.add(invalid(place, rule, "messageExpression " + meaningless.words()));
    }
  }

  /** With the rule as Go prints it. */
  private static FieldError invalid(String path, JsonNode rule, String why) {
    ObjectNode shown = Json.object();
    shown.put("Rule", rule.path("rule").asText());
    shown.put("Message", rule.path("message").asText(""));
    shown.put("MessageExpression", rule.path("messageExpression").asText(""));
    shown.set("Reason", rule.has("reason") ? rule.get("reason") : null);
    shown.put("FieldPath", rule.path("fieldPath").asText(""));
    shown.set("OptionalOldSelf", rule.has("optionalOldSelf") ? rule.get("optionalOldSelf") : null);
    return FieldError.invalid(path, shown, why);
  }
}
