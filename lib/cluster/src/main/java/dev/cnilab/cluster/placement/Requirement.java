package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One of a selector's expressions: a requirement on the value of a label or a field. */
record Requirement(String key, String operator, List<String> values) {
  static Requirement read(JsonNode json) {
    return new Requirement(
        json.path("key").asText(),
        json.path("operator").asText(),
        StreamSupport.stream(json.path("values").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }

  boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compare(value) > 0;
      case "Lt" -> compare(value) < 0;
      default -> false;
    };
  }

  /** 0 if one of the two is not an integer: then neither is greater. */
  private int compare(@Nullable String value) {
    if (value == null || values.size() != 1) {
      return 0;
    }
    try {
      return Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
