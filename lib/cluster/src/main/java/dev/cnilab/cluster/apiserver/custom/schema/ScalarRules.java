package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.goregexp.GoPattern;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The rules of a schema for scalar values. */
final class ScalarRules {
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private ScalarRules() {}

  static void check(JsonNode schema, JsonNode value, String path, Findings errors) {
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      List<String> supported = new ArrayList<>();
      schema.get("enum").forEach(each -> supported.add(each.asText()));
      errors.add(FieldError.notSupported(path, value.asText(), supported));
    }
    if (value.isTextual()) {
      text(schema, value, path, errors);
    } else if (value.isNumber()) {
      number(schema, value, path, errors);
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode each : list) {
      Budget.charge(1);
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static void text(JsonNode schema, JsonNode value, String path, Findings errors) {
    String text = value.asText();
    int length = text.codePointCount(0, text.length());
    if (schema.has("maxLength") && length > schema.get("maxLength").asInt()) {
      errors.add(FieldError.tooLong(path, schema.get("maxLength").asInt()));
    }
    if (schema.has("minLength") && length < schema.get("minLength").asInt()) {
      errors.add(
          FieldError.invalid(
              path,
              value,
              "%s in body should be at least %s chars long"
                  .formatted(path, schema.get("minLength").asText())));
    }
    String pattern = schema.path("pattern").asText();
    if (!pattern.isEmpty() && !matches(pattern, text)) {
      errors.add(
          FieldError.invalid(path, value, "%s in body should match '%s'".formatted(path, pattern)));
    }
    String format = schema.path("format").asText();
    if (!isWellFormed(format, text)) {
      errors.add(
          FieldError.invalid(
              path, value, "%s in body must be of type %s: %s".formatted(path, format, value)));
    }
  }

  /** A pattern that Go would not accept has been refused with the schema. */
  private static boolean matches(String expression, String text) {
    Pattern pattern = GoPattern.compile(expression);
    Budget.charge(Budget.ofMatch(pattern, text.length()));
    return pattern.matcher(text).find();
  }

  private static boolean isWellFormed(String format, String text) {
    return switch (format) {
      case "ipv4" -> IPV4.matcher(text).matches();
      case "uuid" -> UUID.matcher(text).matches();
      case "date-time" -> isTime(text);
      default -> true;
    };
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeParseException malformed) {
      return false;
    }
  }

  private static void number(JsonNode schema, JsonNode value, String path, Findings errors) {
    double number = value.asDouble();
    if (schema.has("minimum")) {
      boolean open = schema.path("exclusiveMinimum").asBoolean();
      double least = schema.get("minimum").asDouble();
      if (open ? number <= least : number < least) {
        bound(
            open ? "greater than " : "greater than or equal to ",
            "minimum",
            schema,
            value,
            path,
            errors);
      }
    }
    if (schema.has("maximum")) {
      boolean open = schema.path("exclusiveMaximum").asBoolean();
      double most = schema.get("maximum").asDouble();
      if (open ? number >= most : number > most) {
        bound(
            open ? "less than " : "less than or equal to ", "maximum", schema, value, path, errors);
      }
    }
    double step = schema.path("multipleOf").asDouble();
    if (step > 0 && number % step != 0) {
      bound("a multiple of ", "multipleOf", schema, value, path, errors);
    }
  }

  private static void bound(
      String relation, String rule, JsonNode schema, JsonNode value, String path, Findings errors) {
    double bound = schema.get(rule).asDouble();
    String text = bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    errors.add(
        FieldError.invalid(
            path, value, "%s in body should be %s%s".formatted(path, relation, text)));
  }
}
