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
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          binding(object);
      case "poddisruptionbudgets.policy" -> budget(object);
      case "events" -> event(object);
      case "customresourcedefinitions.apiextensions.k8s.io" -> DefinitionRules.check(object);
      default -> List.of();
    };
  }

  /** What a status must be in view of the rest. */
  static List<FieldError> checkStatus(ResourceType type, KubeObject object) {
    if (type.qualifiedPlural().equals("services")
        && !object.text("/spec/type").equals("LoadBalancer")
        && !object.at("/status/loadBalancer/ingress").isEmpty()) {
      return List.of(
          FieldError.forbidden(
              "status.loadBalancer.ingress",
              "may only be used when `spec.type` is \"LoadBalancer\""));
    }
    return List.of();
  }

  private static List<FieldError> binding(KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode subjects = object.at("/subjects");
    for (int i = 0; i < subjects.size(); i++) {
      if (subjects.get(i).path("kind").asText().equals("ServiceAccount")
          && subjects.get(i).path("namespace").asText("").isEmpty()
          && object.namespace().isEmpty()) {
        errors.add(FieldError.required("subjects[" + i + "].namespace", ""));
      }
    }
    return errors;
  }

  private static List<FieldError> budget(KubeObject object) {
    return object.json().path("spec").has("minAvailable")
            && object.json().path("spec").has("maxUnavailable")
        ? List.of(
            FieldError.invalid(
                "spec", object.at("/spec"), "minAvailable and maxUnavailable cannot be both set"))
        : List.of();
  }

  /** What happened to an object is told in its namespace. */
  private static List<FieldError> event(KubeObject object) {
    String about = object.text("/involvedObject/namespace");
    boolean fits =
        about.isEmpty()
            ? object.namespace().equals("default") || object.namespace().isEmpty()
            : about.equals(object.namespace());
    return fits
        ? List.of()
        : List.of(
            FieldError.invalid(
                "involvedObject.namespace", about, "does not match event.namespace"));
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

  /** As {@code ValidatePolicyRule} of Kubernetes' {@code pkg/apis/rbac/validation}. */
  private static List<FieldError> role(KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode rules = object.at("/rules");
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      String path = "rules[" + i + "].";
      if (rule.path("verbs").isEmpty()) {
        errors.add(FieldError.required(path + "verbs", "verbs must contain at least one value"));
      }
      if (!rule.path("nonResourceURLs").isEmpty()) {
        paths(rule, path + "nonResourceURLs", !object.namespace().isEmpty(), errors);
        continue;
      }
      if (rule.path("apiGroups").isEmpty()) {
        errors.add(
            FieldError.required(
                path + "apiGroups", "resource rules must supply at least one api group"));
      }
      if (rule.path("resources").isEmpty()) {
        errors.add(
            FieldError.required(
                path + "resources", "resource rules must supply at least one resource"));
      }
    }
    return errors;
  }

  private static void paths(
      JsonNode rule, String place, boolean namespaced, List<FieldError> errors) {
    JsonNode urls = rule.path("nonResourceURLs");
    if (namespaced) {
      errors.add(
          FieldError.invalid(place, urls, "namespaced rules cannot apply to non-resource URLs"));
    }
    if (!rule.path("apiGroups").isEmpty()
        || !rule.path("resources").isEmpty()
        || !rule.path("resourceNames").isEmpty()) {
      errors.add(
          FieldError.invalid(
              place, urls, "rules cannot apply to both regular resources and non-resource URLs"));
    }
  }
}
