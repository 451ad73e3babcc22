package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import dev.cnilab.cluster.object.Json;

/** PodDisruptionBudgets: either so many stay, or so many may be missing. */
public final class BudgetRules {
  private BudgetRules() {}

  public static void eitherOr(Place spec) {
    if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
      spec.invalid(inGo(spec), "minAvailable and maxUnavailable cannot be both set");
    }
  }

  private static ObjectNode inGo(Place spec) {
    ObjectNode shown = Json.object();
    for (String field :
        new String[] {"MinAvailable", "Selector", "MaxUnavailable", "UnhealthyPodEvictionPolicy"}) {
      JsonNode value =
          spec.value().path(Character.toLowerCase(field.charAt(0)) + field.substring(1));
      shown.set(field, value.isMissingNode() ? shown.nullNode() : value);
    }
    return shown;
  }
}
