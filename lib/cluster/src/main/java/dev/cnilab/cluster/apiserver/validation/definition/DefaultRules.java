package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.schema.Pruning;
import dev.cnilab.cluster.apiserver.custom.schema.SchemaRules;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/**
 * Defaults conform to the schema that they are for. After {@code
 * apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go}; the metadata of embedded
 * objects is not looked at.
 */
final class DefaultRules {
  private DefaultRules() {}

  /** Adds what is wrong with the defaults of a schema. */
  static void check(ValidatedField schema, List<FieldError> errors) {
    ValidatedField place = schema.field("default");
    JsonNode value = place.value();
    if (schema.has("default")) {
      JsonNode pruned = pruned(schema.value(), value);
      if (!pruned.equals(value)) {
        place.invalid("must not have unknown fields");
      }
      for (FieldError wrong : SchemaRules.check(schema.value(), value)) {
        String at = wrong.field().isEmpty() ? "" : "." + wrong.field();
        errors.add(new FieldError(wrong.type(), place + at, wrong.body()));
      }
    }
    if (schema.field("items").value().isObject()) {
      check(schema.field("items"), errors);
    }
    schema.field("properties").entries().forEach(each -> check(each, errors));
  }

  /** Lists are pruned as well, but only an object can be. */
  private static JsonNode pruned(JsonNode schema, JsonNode value) {
    ObjectNode around = Json.object();
    around.set("default", value.deepCopy());
    ObjectNode properties = Json.object();
    properties.withObject("/properties").set("default", schema);
    var unused = Pruning.prune(properties, around);
    return around.path("default");
  }
}
