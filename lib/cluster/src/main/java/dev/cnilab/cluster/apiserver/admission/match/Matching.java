package dev.cnilab.cluster.apiserver.admission.match;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Map;
import java.util.Optional;

/**
 * Matches writes against rules and selectors, after {@code
 * k8s.io/apiserver/pkg/admission/plugin/webhook/predicates}. Every kind has one version here, so
 * {@code matchPolicy} makes no difference.
 */
public final class Matching {
  private static final String ALL = "*";

  private final ObjectStore store;

  public Matching(ObjectStore store) {
    this.store = store;
  }

  /**
   * Whether one of some {@code RuleWithOperations} matches a write.
   *
   * @param rules may also have {@code resourceNames}
   */
  public static boolean rules(JsonNode rules, AdmissionRequest request) {
    for (JsonNode rule : rules) {
      if (rule(rule, request)) {
        return true;
      }
    }
    return false;
  }

  private static boolean rule(JsonNode rule, AdmissionRequest request) {
    ResourceType type = request.type();
    return has(rule.path("operations"), request.operation().name())
        && has(rule.path("apiGroups"), type.group())
        && has(rule.path("apiVersions"), type.version())
        && scope(rule.path("scope").asText(ALL), type)
        && resource(rule.path("resources"), type.plural(), request.subresource())
        && (rule.path("resourceNames").isEmpty()
            || has(rule.path("resourceNames"), request.subject().name()));
  }

  private static boolean has(JsonNode list, String value) {
    for (JsonNode each : list) {
      if (each.asText().equals(ALL) || each.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean scope(String scope, ResourceType type) {
    return scope.equals(ALL) || scope.equals("Namespaced") == type.namespaced();
  }

  /**
   * Matches {@code pods}, {@code pods/status}, {@code pods/*}, {@code *} and {@code *}{@code /*}.
   */
  private static boolean resource(JsonNode resources, String plural, String subresource) {
    for (JsonNode each : resources) {
      String[] parts = each.asText().split("/", 2);
      String part = parts.length > 1 ? parts[1] : "";
      if ((parts[0].equals(ALL) || parts[0].equals(plural))
          && (part.equals(subresource) || part.equals(ALL))) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code namespaceSelector} and {@code objectSelector} both match a write. */
  public boolean selectors(JsonNode selectors, AdmissionRequest request) {
    return namespace(selectors.path("namespaceSelector"), request)
        && object(selectors.path("objectSelector"), request);
  }

  /** The namespace of a write's object; the object itself if it is a namespace. */
  public Optional<KubeObject> namespaceOf(AdmissionRequest request) {
    if (request.type().equals(ResourceTypes.NAMESPACES)) {
      return Optional.of(request.subject());
    }
    return request.type().namespaced()
        ? store.find(ResourceTypes.NAMESPACES, "", request.subject().namespace())
        : Optional.empty();
  }

  private boolean namespace(JsonNode selector, AdmissionRequest request) {
    if (selector.isEmpty()) {
      return true;
    }
    Optional<KubeObject> namespace = namespaceOf(request);
    return namespace.isEmpty()
        ? !request.type().namespaced()
        : matches(selector, namespace.get().labels());
  }

  private static boolean object(JsonNode selector, AdmissionRequest request) {
    if (selector.isEmpty()) {
      return true;
    }
    KubeObject object = request.object();
    KubeObject old = request.old();
    return (object != null && matches(selector, object.labels()))
        || (old != null && matches(selector, old.labels()));
  }

  private static boolean matches(JsonNode selector, Map<String, String> labels) {
    return LabelSelector.of(selector).matches(labels);
  }
}
