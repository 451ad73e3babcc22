package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.List;

/** What an autoscaler measures, and how it reacts; {@code pkg/apis/autoscaling/validation}. */
public final class MetricRules {
  private static final List<String> TARGETS = List.of("Utilization", "Value", "AverageValue");
  private static final List<String> POLICIES = List.of("Percent", "Pods");
  private static final List<String> CHOICES = List.of("Disabled", "Max", "Min");
  private static final long LONGEST_WINDOW = 3600;
  private static final long LONGEST_PERIOD = 1800;

  private MetricRules() {}

  /** The source of a metric of a type. */
  static void source(String type, ValidatedField source) {
    ValidatedField target = source.field("target");
    switch (type) {
      case "Object", "External", "Pods" -> identifier(source.field("metric").field("name"));
      case "ContainerResource" -> {
        resource(source.field("name"));
        container(source.field("container"));
      }
      default -> resource(source.field("name"));
    }
    target(target);
    boolean hasValue = target.has("value");
    boolean hasAverage = target.has("averageValue");
    boolean hasShare = target.has("averageUtilization");
    switch (type) {
      case "Object" -> {
        if (!hasValue && !hasAverage) {
          target.field("averageValue").required("must set either a target value or averageValue");
        }
      }
      case "External" -> {
        if (!hasValue && !hasAverage) {
          target
              .field("averageValue")
              .required("must set either a target value for metric or a per-pod target");
        } else if (hasValue && hasAverage) {
          target
              .field("value")
              .forbidden("may not set both a target value for metric and a per-pod target");
        }
      }
      case "Pods" -> {
        if (!hasAverage) {
          target.field("averageValue").required("must specify a positive target averageValue");
        }
      }
      default -> {
        if (!hasShare && !hasAverage) {
          target
              .field("averageUtilization")
              .required("must set either a target raw value or a target utilization");
        } else if (hasShare && hasAverage) {
          target
              .field("averageValue")
              .forbidden("may not set both a target raw value and a target utilization");
        }
      }
    }
  }

  private static void identifier(ValidatedField name) {
    if (name.isEmpty()) {
      name.required("must specify a metric name");
    } else {
      name.invalid(Paths.segment(name.text()));
    }
  }

  private static void resource(ValidatedField name) {
    if (name.isEmpty()) {
      name.required("must specify a resource name");
    }
  }

  private static void container(ValidatedField name) {
    if (name.isEmpty()) {
      name.required("must specify a container");
    } else {
      name.invalid(Format.LABEL.violations(name.text()));
    }
  }

  private static void target(ValidatedField target) {
    ValidatedField type = target.field("type");
    if (type.isEmpty()) {
      type.required("must specify a metric target type");
    }
    if (!TARGETS.contains(type.text())) {
      type.invalid(type.text(), "must be either Utilization, Value, or AverageValue");
    }
    for (String amount : List.of("value", "averageValue")) {
      if (target.has(amount)
          && Quantity.value(target.text(amount)).filter(v -> v.signum() <= 0).isPresent()) {
        target.field(amount).invalid("must be positive");
      }
    }
    if (target.has("averageUtilization") && target.field("averageUtilization").number() < 1) {
      target.field("averageUtilization").invalid("must be greater than 0");
    }
  }

  /** How fast it scales in one direction. */
  public static void scaling(ValidatedField rules) {
    ValidatedField window = rules.field("stabilizationWindowSeconds");
    if (window.number() < 0) {
      window.invalid("must be greater than or equal to zero");
    } else if (window.number() > LONGEST_WINDOW) {
      window.invalid("must be less than or equal to " + LONGEST_WINDOW);
    }
    ValidatedField choice = rules.field("selectPolicy");
    if (rules.has("selectPolicy") && !CHOICES.contains(choice.text())) {
      choice.notSupported(CHOICES);
    }
    if (rules.field("policies").isEmpty()) {
      rules.field("policies").required("must specify at least one Policy");
    }
    rules.items("policies").forEach(MetricRules::policy);
  }

  private static void policy(ValidatedField policy) {
    if (!POLICIES.contains(policy.text("type"))) {
      policy.field("type").notSupported(POLICIES);
    }
    Checks.ABOVE_ZERO.at(policy.field("value"));
    Checks.ABOVE_ZERO.at(policy.field("periodSeconds"));
    if (policy.field("periodSeconds").number() > LONGEST_PERIOD) {
      policy.field("periodSeconds").invalid("must be less than or equal to " + LONGEST_PERIOD);
    }
  }
}
