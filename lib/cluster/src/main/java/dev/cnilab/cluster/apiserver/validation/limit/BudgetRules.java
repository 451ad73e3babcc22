package dev.cnilab.cluster.apiserver.validation.limit;

import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;

/** PodDisruptionBudgets: either minAvailable or maxUnavailable. */
public final class BudgetRules {
  private BudgetRules() {}

  public static void eitherOr(ValidatedField spec) {
    if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
      spec.invalid(
          GoValue.of(
              spec.value(),
              "MinAvailable",
              "Selector",
              "MaxUnavailable",
              "UnhealthyPodEvictionPolicy"),
          "minAvailable and maxUnavailable cannot be both set");
    }
  }
}
