package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;

/**
 * Each condition on a field or an item is on one that the schema itself has. After {@code
 * apiextensions-apiserver/pkg/apiserver/schema/complete.go}.
 */
final class CompletenessRules {
  private CompletenessRules() {}

  /** Adds what the conditions of a schema name and the schema lacks. */
  static void check(ValidatedField schema) {
    conditions(schema, schema);
  }

  private static void conditions(ValidatedField condition, ValidatedField schema) {
    nested(condition.field("not"), schema);
    for (String several : new String[] {"allOf", "anyOf", "oneOf"}) {
      condition.items(several).forEach(each -> nested(each, schema));
    }
  }

  private static void nested(ValidatedField condition, ValidatedField schema) {
    if (!condition.value().isObject()) {
      return;
    }
    conditions(condition, schema);
    covered(condition.field("items"), schema.field("items"));
    for (ValidatedField property : condition.field("properties").entries()) {
      covered(property, schema.field("properties").entry(property.key()));
    }
  }

  private static void covered(ValidatedField condition, ValidatedField schema) {
    JsonNode found = schema.value();
    if (condition.value().isObject() && !found.isObject()) {
      schema.required("because it is defined in " + condition);
    } else {
      nested(condition, schema);
    }
  }
}
