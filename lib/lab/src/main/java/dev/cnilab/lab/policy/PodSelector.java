package dev.cnilab.lab.policy;

import dev.cnilab.lab.client.message.Json;
import java.util.List;
import java.util.Map;

/** A label selector of the API; an empty one matches everything. */
record PodSelector(Json json) {

  boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(json.fields("/matchLabels").entrySet())
        && json.list("/matchExpressions").stream().allMatch(each -> matches(each, labels));
  }

  private static boolean matches(Json expression, Map<String, String> labels) {
    String key = expression.text("/key");
    List<String> values = expression.texts("/values");
    String value = labels.getOrDefault(key, "");
    return switch (expression.text("/operator")) {
      case "In" -> labels.containsKey(key) && values.contains(value);
      case "NotIn" -> !labels.containsKey(key) || !values.contains(value);
      case "Exists" -> labels.containsKey(key);
      case "DoesNotExist" -> !labels.containsKey(key);
      default -> false;
    };
  }
}
