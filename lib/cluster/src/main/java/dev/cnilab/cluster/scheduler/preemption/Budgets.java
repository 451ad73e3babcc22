package dev.cnilab.cluster.scheduler.preemption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The PodDisruptionBudgets, which preemption respects if possible. */
record Budgets(List<KubeObject> all) {
  /** The pods whose budgets would be violated if all of these left at once, in order. */
  List<PodInfo> violatedBy(List<PodInfo> pods) {
    Map<String, Integer> left = new HashMap<>();
    all.forEach(each -> left.put(each.uid(), each.at("/status/disruptionsAllowed").asInt()));
    List<PodInfo> violating = new ArrayList<>();
    for (PodInfo pod : pods) {
      boolean violates = false;
      for (KubeObject budget : all) {
        if (covers(budget, pod.object())) {
          violates |= left.merge(budget.uid(), -1, Integer::sum) < 0;
        }
      }
      if (violates) {
        violating.add(pod);
      }
    }
    return violating;
  }

  private static boolean covers(KubeObject budget, KubeObject pod) {
    JsonNode selector = budget.at("/spec/selector");
    return budget.namespace().equals(pod.namespace())
        && !selector.isEmpty()
        && LabelSelector.of(selector).matches(pod.labels())
        && !budget.at("/status/disruptedPods").has(pod.name());
  }
}
