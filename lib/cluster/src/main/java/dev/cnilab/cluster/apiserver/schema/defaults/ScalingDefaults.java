package dev.cnilab.cluster.apiserver.schema.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;

/** The defaults of an autoscaler's scaling behavior. */
final class ScalingDefaults {
  private static final JsonNode UP =
      Json.parse(
          """
          {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": [
            {"type": "Pods", "value": 4, "periodSeconds": 15},
            {"type": "Percent", "value": 100, "periodSeconds": 15}]}\
          """);
  private static final JsonNode DOWN =
      Json.parse(
          """
          {"selectPolicy": "Max", "policies": [
            {"type": "Percent", "value": 100, "periodSeconds": 15}]}\
          """);

  private ScalingDefaults() {}

  static void apply(ObjectNode behavior) {
    complete(behavior.withObject("/scaleUp"), UP);
    complete(behavior.withObject("/scaleDown"), DOWN);
  }

  private static void complete(ObjectNode rules, JsonNode usual) {
    usual
        .properties()
        .forEach(
            rule -> {
              if (!rules.has(rule.getKey())) {
                rules.set(rule.getKey(), rule.getValue().deepCopy());
              }
            });
  }
}
