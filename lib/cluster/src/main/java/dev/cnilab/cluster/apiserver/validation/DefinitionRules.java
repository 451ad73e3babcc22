package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must hold of a CustomResourceDefinition before its kind can be served. */
final class DefinitionRules {
  private DefinitionRules() {}

  static List<FieldError> check(KubeObject definition) {
    List<FieldError> errors = new ArrayList<>();
    String group = definition.text("/spec/group");
    String name = definition.text("/spec/names/plural") + "." + group;
    if (!definition.name().equals(name)) {
      errors.add(
          FieldError.invalid(
              "metadata.name", definition.name(), "must be spec.names.plural+\".\"+spec.group"));
    }
    if (group.isEmpty()) {
      errors.add(FieldError.required("spec.group", ""));
    } else if (!group.contains(".")) {
      errors.add(
          FieldError.invalid("spec.group", group, "should be a domain with at least one dot"));
    }
    String scope = definition.text("/spec/scope");
    if (!List.of("Cluster", "Namespaced").contains(scope)) {
      errors.add(FieldError.notSupported("spec.scope", scope, List.of("Cluster", "Namespaced")));
    }
    if (definition.at("/spec/preserveUnknownFields").asBoolean()) {
      errors.add(
          FieldError.invalid(
              "spec.preserveUnknownFields",
              definition.at("/spec/preserveUnknownFields"),
              "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                  + " spec.versions[*].schema instead"));
    }
    versions(definition.at("/spec/versions"), errors);
    return errors;
  }

  private static void versions(JsonNode versions, List<FieldError> errors) {
    int stored = 0;
    boolean same = versions.findValues("schema").stream().distinct().count() == 1;
    for (int i = 0; i < versions.size(); i++) {
      stored += versions.get(i).path("storage").asBoolean() ? 1 : 0;
      JsonNode schema = versions.get(i).at("/schema/openAPIV3Schema");
      if (schema.isMissingNode()) {
        errors.add(
            FieldError.required(
                "spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
      } else if (!same) {
        schema(schema, "spec.versions[" + i + "].schema.openAPIV3Schema", errors);
      } else if (i == 0) {
        // A real server moves what all versions have in common to one place.
        schema(schema, "spec.validation.openAPIV3Schema", errors);
      }
    }
    if (stored != 1) {
      errors.add(
          FieldError.invalid(
              "spec.versions",
              versions,
              "must have exactly one version marked as storage version"));
    }
  }

  private static void schema(JsonNode schema, String path, List<FieldError> errors) {
    int before = errors.size();
    structural(schema, path, errors);
    if (errors.size() == before) {
      DefinitionExpressions.check(schema, path, errors);
    }
  }

  /** Every value needs a type, so that pruning knows its fields. */
  private static void structural(JsonNode schema, String path, List<FieldError> errors) {
    boolean anyType =
        schema.path("x-kubernetes-int-or-string").asBoolean()
            || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (schema.path("type").asText("").isEmpty() && !anyType) {
      errors.add(
          FieldError.required(path + ".type", "must not be empty for specified object fields"));
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      structural(property.getValue(), path + ".properties[" + property.getKey() + "]", errors);
    }
    if (schema.path("items").isObject()) {
      structural(schema.path("items"), path + ".items", errors);
    }
    if (schema.path("additionalProperties").isObject()) {
      structural(schema.path("additionalProperties"), path + ".additionalProperties", errors);
    }
  }
}
