package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must hold of the objects of certain kinds as a whole. */
final class KindRules {
  private KindRules() {}

  static List<FieldError> check(ResourceType type, KubeObject object) {
    return switch (type.qualifiedPlural()) {
      case "deployments.apps", "replicasets.apps", "daemonsets.apps" -> workload(type, object);
      case "jobs.batch" -> job(object);
      case "configmaps", "secrets" -> keys(object);
      case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io" ->
          role(object);
      case "customresourcedefinitions.apiextensions.k8s.io" -> DefinitionRules.check(object);
      default -> List.of();
    };
  }

  private static List<FieldError> workload(ResourceType type, KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode selector = object.at("/spec/selector");
    if (!selector.isMissingNode()
        && selector.path("matchLabels").isEmpty()
        && selector.path("matchExpressions").isEmpty()) {
      String kind =
          type.kind().equals("ReplicaSet") ? "deployment" : type.kind().toLowerCase(Locale.ROOT);
      errors.add(
          FieldError.invalid("spec.selector", selector, "empty selector is invalid for " + kind));
    } else if (!selector.isMissingNode()
        && !LabelSelector.of(selector).matches(object.map("/spec/template/metadata/labels"))) {
      JsonNode labels = object.at("/spec/template/metadata/labels");
      errors.add(
          FieldError.invalid(
              "spec.template.metadata.labels",
              labels.isMissingNode() ? object.json().nullNode() : labels,
              "`selector` does not match template `labels`"));
    }
    String policy = object.text("/spec/template/spec/restartPolicy");
    if (!policy.equals("Always")) {
      errors.add(
          FieldError.notSupported("spec.template.spec.restartPolicy", policy, List.of("Always")));
    }
    return errors;
  }

  private static List<FieldError> job(KubeObject object) {
    String policy = object.text("/spec/template/spec/restartPolicy");
    return policy.equals("Always")
        ? List.of(
            FieldError.notSupported(
                "spec.template.spec.restartPolicy", policy, List.of("OnFailure", "Never")))
        : List.of();
  }

  private static List<FieldError> keys(KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    for (String field : new String[] {"data", "binaryData"}) {
      object
          .map("/" + field)
          .keySet()
          .forEach(
              key ->
                  Format.CONFIG_KEY
                      .violation(key)
                      .ifPresent(
                          why ->
                              errors.add(FieldError.invalid(field + "[" + key + "]", key, why))));
    }
    return errors;
  }

  private static List<FieldError> role(KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode rules = object.at("/rules");
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).path("verbs").isEmpty()) {
        errors.add(
            FieldError.required("rules[" + i + "].verbs", "verbs must contain at least one value"));
      }
      if (rules.get(i).path("nonResourceURLs").isEmpty()
          && rules.get(i).path("apiGroups").isEmpty()) {
        errors.add(
            FieldError.required(
                "rules[" + i + "].apiGroups", "resource rules must supply at least one api group"));
      }
    }
    return errors;
  }
}
