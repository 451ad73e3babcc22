package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;
import java.util.Locale;

/** Autoscalers: their bounds and their metrics. */
public final class AutoscalerRules {
  private static final List<String> SOURCES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");
  private static final List<String> MEASURED_ANYWHERE = List.of("Object", "External");

  private AutoscalerRules() {}

  public static void bounds(ValidatedField spec) {
    ValidatedField most = spec.field("maxReplicas");
    if (most.number() < spec.field("minReplicas").number()) {
      most.invalid(
          com.fasterxml.jackson.databind.node.LongNode.valueOf(most.number()),
          "must be greater than or equal to `minReplicas`");
    }
    boolean toZero = spec.has("minReplicas") && spec.field("minReplicas").number() == 0;
    boolean measured =
        spec.items("metrics").stream()
            .anyMatch(metric -> MEASURED_ANYWHERE.contains(metric.text("type")));
    if (toZero && !measured) {
      spec.field("metrics")
          .forbidden(
              "must specify at least one Object or External metric to support scaling to zero"
                  + " replicas");
    }
  }

  /** Only a kind of the core group may leave out the group. */
  public static void target(ValidatedField reference) {
    if (reference.text("apiVersion").isEmpty()
        && !reference.text("kind").equals("ReplicationController")) {
      reference.field("apiVersion").invalid("", "apiVersion must specify API group");
    }
  }

  public static void metric(ValidatedField metric) {
    String type = metric.text("type");
    if (!SOURCES.contains(type)) {
      metric.field("type").notSupported(SOURCES);
      return;
    }
    String field = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    if (!metric.has(field)) {
      metric.field(field).required("must populate information for the given metric source");
    } else if (type.equals("Resource")) {
      amount(metric.field(field).field("target"));
    }
  }

  private static void amount(ValidatedField target) {
    ValidatedField share = target.field("averageUtilization");
    if (target.has("averageUtilization") && share.number() < 1) {
      share.invalid("must be greater than 0");
    } else if (!target.has("averageUtilization") && !target.has("averageValue")) {
      share.required("must set either a target raw value or a target utilization");
    }
  }
}
