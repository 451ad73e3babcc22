package dev.cnilab.cluster.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Which pods count for a quota: all, or those of its scopes. */
final class QuotaScopes {
  private QuotaScopes() {}

  /** Whether an object counts for a quota; only pods have scopes. */
  static boolean match(KubeObject quota, ResourceType type, KubeObject object) {
    List<JsonNode> selectors = selectors(quota);
    return selectors.isEmpty()
        || (type.equals(ResourceTypes.PODS)
            && selectors.stream().allMatch(selector -> matches(selector, object)));
  }

  private static List<JsonNode> selectors(KubeObject quota) {
    List<JsonNode> selectors = new ArrayList<>();
    for (JsonNode name : quota.at("/spec/scopes")) {
      selectors.add(Json.object().put("scopeName", name.asText()).put("operator", "Exists"));
    }
    quota.at("/spec/scopeSelector/matchExpressions").forEach(selectors::add);
    return selectors;
  }

  private static boolean matches(JsonNode selector, KubeObject pod) {
    return switch (selector.path("scopeName").asText()) {
      case "Terminating" -> hasDeadline(pod);
      case "NotTerminating" -> !hasDeadline(pod);
      case "BestEffort" -> isBestEffort(pod);
      case "NotBestEffort" -> !isBestEffort(pod);
      case "PriorityClass" -> hasClass(selector, pod.text("/spec/priorityClassName"));
      case "CrossNamespacePodAffinity" -> crossesNamespaces(pod);
      default -> false;
    };
  }

  private static boolean hasDeadline(KubeObject pod) {
    return pod.at("/spec/activeDeadlineSeconds").isNumber();
  }

  private static boolean isBestEffort(KubeObject pod) {
    for (String list : List.of("/spec/containers", "/spec/initContainers")) {
      for (JsonNode container : pod.at(list)) {
        for (String kind : List.of("requests", "limits")) {
          JsonNode said = container.path("resources").path(kind);
          if (said.has("cpu") || said.has("memory")) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean hasClass(JsonNode selector, String name) {
    boolean among = false;
    for (JsonNode value : selector.path("values")) {
      among |= value.asText().equals(name);
    }
    return switch (selector.path("operator").asText()) {
      case "Exists" -> !name.isEmpty();
      case "DoesNotExist" -> name.isEmpty();
      case "In" -> among;
      default -> !among;
    };
  }

  private static boolean crossesNamespaces(KubeObject pod) {
    JsonNode affinity = pod.at("/spec/affinity");
    return !affinity.findValues("namespaces").isEmpty()
        || !affinity.findValues("namespaceSelector").isEmpty();
  }
}
