package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.goregexp.GoPattern;
import dev.cnilab.cluster.goregexp.GoPatternException;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What makes a schema structural: each value has one type, and conditions on values say nothing
 * about types. After {@code apiextensions-apiserver/pkg/apiserver/schema/validation.go}.
 */
final class StructuralRules {
  static final String EMBEDDED = "x-kubernetes-embedded-resource";
  static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final JsonNode EITHER_TYPE =
      Json.array()
          .add(Json.object().put("type", "integer"))
          .add(Json.object().put("type", "string"));
  private static final Set<String> NAMES = Set.of("name", "generateName");
  private static final List<String> FALSE_IF_NESTED =
      List.of("nullable", PRESERVE, EMBEDDED, INT_OR_STRING);
  private static final List<String> UNDEFINED_IF_NESTED =
      List.of("default", "x-kubernetes-list-type", "x-kubernetes-map-type");
  private static final List<String> EMPTY_IF_NESTED =
      List.of(
          "type", "title", "description", "x-kubernetes-list-map-keys", "x-kubernetes-validations");

  /** Where a schema stands, with the words for one without a type. */
  private enum Level {
    ROOT("must not be empty at the root"),
    ITEM("must not be empty for specified array items"),
    FIELD("must not be empty for specified object fields");

    private final String untyped;

    Level(String untyped) {
      this.untyped = untyped;
    }
  }

  private StructuralRules() {}

  /** What is wrong with a schema, in the order of the messages. */
  static List<FieldError> check(ValidatedField schema) {
    List<FieldError> errors = new ArrayList<>();
    ValidatedField root = schema.collecting(errors);
    invariants(root, Level.ROOT);
    CompletenessRules.check(root);
    errors.sort(Comparator.comparing(FieldError::toString));
    return errors;
  }

  private static void invariants(ValidatedField schema, Level level) {
    ValidatedField type = schema.field("type");
    if (type.text().equals("array") && !schema.has("items")) {
      schema.field("items").required("must be specified");
    }
    if (schema.field("items").value().isObject()) {
      invariants(schema.field("items"), Level.ITEM);
    }
    schema.field("properties").entries().forEach(each -> invariants(each, Level.FIELD));
    ValidatedField additional = schema.field("additionalProperties");
    if (schema.has("additionalProperties") && level == Level.ROOT) {
      additional.forbidden("must not be used at the root");
    }
    if (additional.value().isObject()) {
      invariants(additional, Level.FIELD);
    }
    for (String extension : List.of(PRESERVE, EMBEDDED)) {
      if (schema.is(INT_OR_STRING) && schema.is(extension)) {
        schema.field(extension).invalid("must be false if " + INT_OR_STRING + " is true");
      }
    }
    conditions(schema, AnyOf.in(schema.value()), AnyOf.in(schema.value().path("allOf").path(0)));
    typed(schema, level);
    metadata(schema, level);
  }

  private static void typed(ValidatedField schema, Level level) {
    ValidatedField type = schema.field("type");
    boolean embedded = schema.is(EMBEDDED);
    if (embedded && !type.text().equals("object")) {
      String why = "must be object if " + EMBEDDED + " is true";
      if (type.isEmpty()) {
        type.required(why);
      } else {
        type.invalid(why);
      }
    } else if (type.isEmpty() && !schema.is(INT_OR_STRING) && !schema.is(PRESERVE)) {
      type.required(level.untyped);
    }
    if (embedded && schema.has("additionalProperties")) {
      schema.field("additionalProperties").forbidden("must not be used if " + EMBEDDED + " is set");
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.text().equals("object")) {
      type.invalid("must be object at the root");
    }
    if (embedded && !schema.is(PRESERVE) && schema.field("properties").isEmpty()) {
      schema
          .field("properties")
          .required("must not be empty if " + EMBEDDED + " is true without " + PRESERVE);
    }
  }

  private static void metadata(ValidatedField schema, Level level) {
    boolean whole = level == Level.ROOT || schema.is(EMBEDDED);
    ValidatedField properties = schema.field("properties");
    for (String name : List.of("kind", "apiVersion")) {
      ValidatedField type = properties.entry(name).field("type");
      if (whole && properties.has(name) && !type.text().equals("string")) {
        type.invalid(type.text(), "must be string");
      }
    }
    ValidatedField metadata = properties.entry("metadata");
    if (!properties.has("metadata")) {
      return;
    }
    if (whole && !metadata.text("type").equals("object")) {
      metadata.field("type").invalid(metadata.text("type"), "must be object");
    }
    if (level == Level.ROOT && saysMore(metadata)) {
      metadata.forbidden(
          "must not specify anything other than name and generateName, but metadata is implicitly"
              + " specified");
    }
  }

  private static boolean saysMore(ValidatedField metadata) {
    ObjectNode rest = metadata.value().deepCopy();
    rest.remove(List.of("type", "default"));
    if (metadata.field("properties").entries().stream()
        .allMatch(each -> NAMES.contains(each.key()))) {
      rest.remove("properties");
    }
    return !rest.isEmpty();
  }

  /** What a schema's {@code anyOf} says. */
  private enum AnyOf {
    /** That the value is a whole number or a text: the only types that a condition may name. */
    TYPES,
    CONDITIONS;

    static AnyOf in(JsonNode schema) {
      return schema.path("anyOf").equals(EITHER_TYPE) ? TYPES : CONDITIONS;
    }
  }

  /**
   * Conditions on a value.
   *
   * @param own what its {@code anyOf} says
   * @param ofFirst what the {@code anyOf} of its first {@code allOf} says
   */
  private static void conditions(ValidatedField schema, AnyOf own, AnyOf ofFirst) {
    if (own == AnyOf.CONDITIONS) {
      schema.items("anyOf").forEach(each -> nested(each, AnyOf.CONDITIONS));
    }
    for (ValidatedField each : schema.items("allOf")) {
      nested(each, each.key().equals("0") ? ofFirst : AnyOf.CONDITIONS);
    }
    schema.items("oneOf").forEach(each -> nested(each, AnyOf.CONDITIONS));
    nested(schema.field("not"), AnyOf.CONDITIONS);
    ValidatedField pattern = schema.field("pattern");
    if (!pattern.isEmpty()) {
      try {
        var unused = GoPattern.compile(pattern.text());
      } catch (GoPatternException wrong) {
        pattern.invalid("must be a valid regular expression, but isn't: " + wrong.getMessage());
      }
    }
  }

  private static void nested(ValidatedField schema, AnyOf anyOf) {
    if (!schema.value().isObject()) {
      return;
    }
    conditions(schema, anyOf, AnyOf.CONDITIONS);
    nested(schema.field("items"), AnyOf.CONDITIONS);
    schema.field("properties").entries().forEach(each -> nested(each, AnyOf.CONDITIONS));
    for (String field : EMPTY_IF_NESTED) {
      if (!schema.field(field).isEmpty()) {
        schema.field(field).forbidden("must be empty to be structural");
      }
    }
    if (schema.field("additionalProperties").value().isObject()) {
      schema.field("additionalProperties").forbidden("must be undefined to be structural");
    }
    for (String field : UNDEFINED_IF_NESTED) {
      if (schema.has(field)) {
        schema.field(field).forbidden("must be undefined to be structural");
      }
    }
    for (String field : FALSE_IF_NESTED) {
      if (schema.is(field)) {
        schema.field(field).forbidden("must be false to be structural");
      }
    }
    if (schema.field("properties").has("metadata")) {
      schema
          .field("properties")
          .entry("metadata")
          .forbidden("must not be specified in a nested context");
    }
  }
}
