package dev.cnilab.cluster.apiserver.registry.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * HorizontalPodAutoscalers are stored as autoscaling/v2. In v1 they have one metric, the pods' CPU;
 * others are not shown there ({@code pkg/apis/autoscaling/v1/conversion.go}).
 */
enum AutoscalerVersion implements OtherVersion {
  INSTANCE;

  static final ResourceType SHOWN =
      ResourceTypes.builtIn().stream()
          .filter(type -> type.apiVersion().equals("autoscaling/v1"))
          .findFirst()
          .orElseThrow();

  private static final String PERCENTAGE = "targetCPUUtilizationPercentage";
  private static final String CURRENT = "currentCPUUtilizationPercentage";

  @Override
  public ResourceType keptAs() {
    return ResourceTypes.HORIZONTAL_POD_AUTOSCALERS;
  }

  @Override
  public KubeObject stored(KubeObject object) {
    return object.edit(
        json -> {
          json.put("apiVersion", keptAs().apiVersion());
          if (json.path("spec") instanceof ObjectNode spec && spec.has(PERCENTAGE)) {
            spec.putArray("metrics").add(ofCpu("target", spec.remove(PERCENTAGE)));
          }
          if (json.path("status") instanceof ObjectNode status && status.has(CURRENT)) {
            status.putArray("currentMetrics").add(ofCpu("current", status.remove(CURRENT)));
          }
        });
  }

  private static ObjectNode ofCpu(String field, JsonNode percent) {
    ObjectNode metric = Json.object().put("type", "Resource");
    ObjectNode value = metric.putObject("resource").put("name", "cpu").putObject(field);
    if (field.equals("target")) {
      value.put("type", "Utilization");
    }
    value.set("averageUtilization", percent);
    return metric;
  }

  @Override
  public KubeObject shown(KubeObject object) {
    return object.edit(
        json -> {
          json.put("apiVersion", SHOWN.apiVersion());
          if (json.path("spec") instanceof ObjectNode spec) {
            percentage(spec.path("metrics"), "target", PERCENTAGE, spec);
            spec.remove("metrics");
            spec.remove("behavior");
          }
          if (json.path("status") instanceof ObjectNode status) {
            zero(status, "currentReplicas");
            zero(status, "desiredReplicas");
            percentage(status.path("currentMetrics"), "current", CURRENT, status);
            status.remove("currentMetrics");
            status.remove("conditions");
          }
        });
  }

  /** v2 leaves out the number where it is zero, v1 does not. */
  private static void zero(ObjectNode status, String number) {
    if (!status.has(number)) {
      status.put(number, 0);
    }
  }

  private static void percentage(JsonNode metrics, String field, String name, ObjectNode into) {
    for (JsonNode metric : metrics) {
      JsonNode percent = metric.path("resource").path(field).path("averageUtilization");
      if (metric.at("/resource/name").asText().equals("cpu") && !percent.isMissingNode()) {
        into.set(name, percent);
      }
    }
  }
}
