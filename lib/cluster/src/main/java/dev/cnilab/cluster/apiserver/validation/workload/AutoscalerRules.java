package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** Autoscalers: their bounds and their metrics. */
public final class AutoscalerRules {
  private static final List<String> SOURCES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");
  private static final List<String> MEASURED_ANYWHERE = List.of("Object", "External");

  private AutoscalerRules() {}

  public static void bounds(ValidatedField spec) {
    ValidatedField most = spec.field("maxReplicas");
    if (most.number() < spec.field("minReplicas").number()) {
      most.invalidNumber("must be greater than or equal to `minReplicas`");
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

  /** What is scaled is of a group, unless it is of the core group's only scalable kind. */
  public static void target(ValidatedField reference) {
    ValidatedField version = reference.field("apiVersion");
    String[] parts = version.text().split("/", -1);
    if (parts.length > 2) {
      version.invalid("unexpected GroupVersion string: " + version.text());
    } else if ((parts.length < 2 || parts[0].isEmpty())
        && !reference.text("kind").equals("ReplicationController")) {
      version.invalid(version.text(), "apiVersion must specify API group");
    }
  }

  /** What declarative validation finds, after everything else. */
  public static void most(ValidatedField spec) {
    ValidatedField most = spec.field("maxReplicas");
    if (most.number() < 0) {
      most.invalid("must be greater than or equal to 1");
    }
  }

  public static void metric(ValidatedField metric) {
    String type = metric.text("type");
    if (!SOURCES.contains(type)) {
      metric.field("type").notSupported(SOURCES);
      return;
    }
    String field = Json.memberField(type);
    if (!metric.has(field)) {
      metric.field(field).required("must populate information for the given metric source");
    } else {
      MetricRules.source(type, metric.field(field));
    }
  }
}
