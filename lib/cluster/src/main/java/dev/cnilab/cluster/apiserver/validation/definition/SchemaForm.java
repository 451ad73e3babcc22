package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a schema may use of OpenAPI. After {@code ValidateCustomResourceDefinitionOpenAPISchema} in
 * {@code apiextensions/validation}.
 *
 * @param noDefaults why there must be no default here; null if there may be one
 * @param inMetadata whether this is in the metadata of an object
 * @param unsupported collects the fields that no structural schema has
 */
record SchemaForm(
    @Nullable String noDefaults, boolean inMetadata, List<ValidatedField> unsupported) {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String KEYS = "x-kubernetes-list-map-keys";
  private static final Set<String> OF_EVERY_OBJECT = Set.of("metadata", "kind", "apiVersion");
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final List<String> UNSUPPORTED =
      List.of("additionalItems", "patternProperties", "definitions", "dependencies", "$ref");

  /**
   * Adds what is wrong with a whole schema.
   *
   * @return whether it can be read as a structural one, whatever else is wrong with it
   */
  static boolean check(ValidatedField schema) {
    SchemaForm everywhere = new SchemaForm(null, false, new ArrayList<>());
    everywhere.own(schema);
    everywhere.parts(schema, field -> everywhere.inMetadata("in top-level " + field));
    return everywhere.unsupported.isEmpty();
  }

  private SchemaForm inMetadata(@Nullable String why) {
    return new SchemaForm(why, true, unsupported);
  }

  private void each(ValidatedField schema) {
    if (schema.value().isObject()) {
      own(schema);
      parts(schema, field -> schema.is(StructuralRules.EMBEDDED) ? inMetadata(noDefaults) : this);
    }
  }

  /**
   * Adds what is wrong with the parts of a schema.
   *
   * @param ofObject the form of a field that every object has, by its name
   */
  private void parts(ValidatedField schema, Function<String, SchemaForm> ofObject) {
    ValidatedField additional = schema.field("additionalProperties");
    (inMetadata ? inMetadata("inside additionalProperties applying to object metadata") : this)
        .each(additional);
    for (ValidatedField property : schema.field("properties").entries()) {
      String name = property.key();
      (OF_EVERY_OBJECT.contains(name) ? ofObject.apply(name) : this).each(property);
    }
    each(schema.field("not"));
    for (String several : new String[] {"allOf", "oneOf", "anyOf"}) {
      schema.items(several).forEach(this::each);
    }
    each(schema.field("items"));
  }

  private void refuse(ValidatedField field) {
    field.forbidden(field.key() + " is not supported");
    unsupported.add(field);
  }

  private void own(ValidatedField schema) {
    ValidatedField type = schema.field("type");
    if (!type.isEmpty() && !TYPES.contains(type.text())) {
      type.notSupported(TYPES);
    }
    if (noDefaults != null && schema.has("default")) {
      schema.field("default").forbidden("must not be set " + noDefaults);
    }
    if (!schema.text("id").isEmpty()) {
      refuse(schema.field("id"));
    }
    for (String field : UNSUPPORTED) {
      if (schema.has(field)) {
        refuse(schema.field(field));
      }
    }
    if (type.text().equals("null")) {
      type.forbidden("type cannot be set to null, use nullable as an alternative");
    }
    if (schema.field("items").value().isArray()) {
      schema.field("items").forbidden("items must be a schema object and not an array");
    }
    if (inMetadata && schema.is(StructuralRules.EMBEDDED)) {
      schema.field(StructuralRules.EMBEDDED).forbidden("must not be used inside of resource meta");
    }
    if (schema.is("uniqueItems")) {
      schema
          .field("uniqueItems")
          .forbidden(
              "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
    ValidatedField additional = schema.field("additionalProperties");
    boolean anything = additional.value().isBoolean() && additional.value().asBoolean();
    if (!schema.field("properties").isEmpty() && !additional.value().isMissingNode() && !anything) {
      additional.forbidden("additionalProperties and properties are mutual exclusive");
    }
    if (schema.has(StructuralRules.PRESERVE) && !schema.is(StructuralRules.PRESERVE)) {
      schema.field(StructuralRules.PRESERVE).invalid("must be true or undefined");
    }
    kindOf(schema, MAP_TYPE, "object", List.of("atomic", "granular"));
    kindOf(schema, LIST_TYPE, "array", List.of("atomic", "set", "map"));
    keys(schema);
    items(schema);
  }

  private static void kindOf(
      ValidatedField schema, String extension, String wanted, List<String> values) {
    ValidatedField type = schema.field("type");
    String why = "must be " + wanted + " if " + extension + " is specified";
    if (!schema.has(extension)) {
      return;
    }
    if (type.isEmpty()) {
      type.required(why);
    } else if (!type.text().equals(wanted)) {
      type.invalid(why);
    }
    if (!values.contains(schema.text(extension))) {
      schema.field(extension).notSupported(values);
    }
  }

  private static void keys(ValidatedField schema) {
    ValidatedField keys = schema.field(KEYS);
    boolean isMap = schema.text(LIST_TYPE).equals("map");
    if (!keys.isEmpty() && !isMap) {
      String why = "must be map if " + KEYS + " is non-empty";
      if (schema.has(LIST_TYPE)) {
        schema.field(LIST_TYPE).invalid(why);
      } else {
        schema.field(LIST_TYPE).required(why);
      }
    }
    if (!isMap) {
      return;
    }
    ValidatedField items = schema.field("items");
    if (keys.isEmpty()) {
      keys.required("must not be empty if " + LIST_TYPE + " is map");
    }
    if (!schema.has("items")) {
      items.required("must have a schema if " + LIST_TYPE + " is map");
    } else if (!items.text("type").equals("object")) {
      items
          .field("type")
          .invalid(items.text("type"), "must be object if parent array's " + LIST_TYPE + " is map");
    } else {
      Set<String> seen = new HashSet<>();
      for (ValidatedField key : keys.items()) {
        key(items, key, keys);
        if (!seen.add(key.text())) {
          keys.invalid("must not contain duplicate entries");
        }
      }
    }
  }

  private static void key(ValidatedField items, ValidatedField key, ValidatedField keys) {
    ValidatedField property = items.field("properties").entry(key.text());
    if (property.value().isMissingNode()) {
      keys.invalid("entries must all be names of item properties");
    } else if (List.of("array", "object").contains(property.text("type"))) {
      property
          .field("type")
          .invalid(
              items.text("type"),
              "must be a scalar type if parent array's " + LIST_TYPE + " is map");
    }
  }

  /** What is required of the items of a set or a map. */
  private static void items(ValidatedField schema) {
    String kind = schema.text(LIST_TYPE);
    ValidatedField items = schema.field("items");
    if (!List.of("set", "map").contains(kind) || !items.value().isObject()) {
      return;
    }
    if (kind.equals("set") && schema.text("type").equals("array")) {
      atomic(items);
    }
    if (items.is("nullable")) {
      items.field("nullable").forbidden("cannot be nullable when " + LIST_TYPE + " is " + kind);
    }
    if (kind.equals("map")) {
      keyed(schema.items(KEYS), items);
    }
  }

  /** What is required of the keys in the items of a map. */
  private static void keyed(List<ValidatedField> keys, ValidatedField items) {
    Set<String> required =
        items.items("required").stream().map(ValidatedField::text).collect(Collectors.toSet());
    for (ValidatedField key : keys) {
      ValidatedField property = items.field("properties").entry(key.text());
      String in = "this property is in " + KEYS + ", so it ";
      if (property.value().isObject()
          && !required.contains(key.text())
          && !property.has("default")) {
        property.field("default").required(in + "must have a default or be a required property");
      }
      if (property.is("nullable")) {
        property.field("nullable").forbidden(in + "cannot be nullable");
      }
    }
  }

  private static void atomic(ValidatedField items) {
    String why = "must be atomic as item of a list with " + LIST_TYPE + "=set";
    ValidatedField listType = items.field(LIST_TYPE);
    switch (items.text("type")) {
      case "array" -> {
        if (items.has(LIST_TYPE) && !listType.text().equals("atomic")) {
          listType.invalid(why);
        }
      }
      case "object" -> {
        if (!items.text(MAP_TYPE).equals("atomic")) {
          items
              .field(MAP_TYPE)
              .invalid(
                  listType.isEmpty() ? NullNode.getInstance() : listType.value(),
                  why); // a real server shows the list's type
        }
      }
      default -> {}
    }
  }
}
