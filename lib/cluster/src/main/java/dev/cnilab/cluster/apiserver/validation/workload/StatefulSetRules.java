package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;

/** StatefulSets: the order of their pods, and how they are replaced. */
public final class StatefulSetRules {
  private static final String ROLLING = "RollingUpdate";

  private StatefulSetRules() {}

  public static void management(ValidatedField policy) {
    if (!policy.text().equals("OrderedReady") && !policy.text().equals("Parallel")) {
      policy.invalid("must be 'OrderedReady' or 'Parallel'");
    }
  }

  public static void strategy(ValidatedField strategy) {
    ValidatedField rolling = strategy.field("rollingUpdate");
    switch (strategy.text("type")) {
      case ROLLING -> {}
      case "OnDelete" -> {
        if (strategy.has("rollingUpdate")) {
          rolling.invalid(
              GoValue.of(rolling.value(), "Partition", "MaxUnavailable"),
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      default ->
          strategy.invalid(
              GoValue.of(strategy.value(), "Type=", ROLLING),
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  public static void unavailable(ValidatedField most) {
    boolean none = most.value().isTextual() ? most.text().matches("0+%") : most.number() == 0;
    if (none) {
      most.invalid("cannot be 0");
    }
  }
}
