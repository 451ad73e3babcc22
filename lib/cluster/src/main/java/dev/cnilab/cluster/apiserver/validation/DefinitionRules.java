package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must hold of a CustomResourceDefinition before its kind can be served. */
final class DefinitionRules {
  private static final String CLIENT = "spec.conversion.webhookClientConfig";
  private static final String REVIEWS = "spec.conversion.conversionReviewVersions";

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
    conversion(definition.at("/spec/conversion"), errors);
    return errors;
  }

  /** In the words of the internal type, which has the webhook's fields beside the strategy. */
  private static void conversion(JsonNode conversion, List<FieldError> errors) {
    String strategy = conversion.path("strategy").asText("None");
    JsonNode client = conversion.at("/webhook/clientConfig");
    JsonNode reviews = conversion.at("/webhook/conversionReviewVersions");
    if (!List.of("None", "Webhook").contains(strategy)) {
      errors.add(
          FieldError.notSupported(
              "spec.conversion.strategy", strategy, List.of("None", "Webhook")));
    } else if (strategy.equals("Webhook")) {
      if (client.isMissingNode()) {
        errors.add(FieldError.required(CLIENT, "required when strategy is set to Webhook"));
      } else if (client.has("url") == client.has("service")) {
        errors.add(FieldError.required(CLIENT, "exactly one of url or service is required"));
      } else if (client.has("url") && !client.path("url").asText().startsWith("https:")) {
        errors.add(
            FieldError.invalid(
                CLIENT + ".url",
                client.path("url").asText().replaceFirst(":.*", ""),
                "'https' is the only allowed URL scheme; desired format: https://host[/path]"));
      }
      if (reviews.isEmpty()) {
        errors.add(FieldError.required(REVIEWS, ""));
      } else if (!reviews.toString().matches(".*\"v1(beta1)?\".*")) {
        errors.add(
            FieldError.invalid(REVIEWS, reviews, "must include at least one of v1, v1beta1"));
      }
    } else {
      String unset = "should not be set when strategy is not set to Webhook";
      if (!client.isMissingNode()) {
        errors.add(FieldError.forbidden(CLIENT, unset));
      }
      if (!reviews.isEmpty()) {
        errors.add(FieldError.forbidden(REVIEWS, unset));
      }
    }
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
