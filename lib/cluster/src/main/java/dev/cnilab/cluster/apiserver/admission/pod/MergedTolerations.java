package dev.cnilab.cluster.apiserver.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges two lists of tolerations and drops each toleration that another one covers; {@code
 * pkg/util/tolerations} of Kubernetes.
 */
final class MergedTolerations {
  private MergedTolerations() {}

  /** Both lists, the first one first; empty if neither has an item. */
  static Optional<ArrayNode> of(JsonNode first, JsonNode second) {
    List<JsonNode> all = new ArrayList<>();
    first.forEach(all::add);
    second.forEach(all::add);
    ArrayNode merged = Json.object().putArray("tolerations");
    for (int i = 0; i < all.size(); i++) {
      JsonNode each = all.get(i);
      if (!isCovered(each, merged) && !isCoveredByOther(each, all.subList(i + 1, all.size()))) {
        merged.add(each.deepCopy());
      }
    }
    return merged.isEmpty() ? Optional.empty() : Optional.of(merged);
  }

  private static boolean isCovered(JsonNode toleration, Iterable<JsonNode> others) {
    for (JsonNode other : others) {
      if (covers(other, toleration)) {
        return true;
      }
    }
    return false;
  }

  /** Of equal ones the first stays. */
  private static boolean isCoveredByOther(JsonNode toleration, List<JsonNode> later) {
    return isCovered(toleration, later.stream().filter(each -> !each.equals(toleration)).toList());
  }

  private static boolean covers(JsonNode larger, JsonNode toleration) {
    String operator = larger.path("operator").asText("Equal");
    String key = text(larger, "key");
    String effect = text(larger, "effect");
    if (!key.equals(text(toleration, "key")) && !(key.isEmpty() && operator.equals("Exists"))) {
      return false;
    }
    if (!effect.isEmpty() && !effect.equals(text(toleration, "effect"))) {
      return false;
    }
    if (effect.equals("NoExecute")
        && larger.has("tolerationSeconds")
        && toleration.path("tolerationSeconds").asLong(Long.MAX_VALUE)
            > larger.path("tolerationSeconds").asLong()) {
      return false;
    }
    return operator.equals("Exists")
        || (toleration.path("operator").asText("Equal").equals("Equal")
            && text(larger, "value").equals(text(toleration, "value")));
  }

  private static String text(JsonNode toleration, String field) {
    return toleration.path(field).asText("");
  }
}
