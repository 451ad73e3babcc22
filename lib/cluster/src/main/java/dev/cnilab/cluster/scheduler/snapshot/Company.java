package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.LabelSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods that a pod prefers on its node: a term of {@code podAffinity}, or of {@code podAntiAffinity}
 * with a weight below zero.
 */
public record Company(LabelSelector pods, int weight) {
  static List<Company> of(KubeObject pod) {
    List<Company> all = new ArrayList<>();
    add(all, pod.at("/spec/affinity/podAffinity"), 1);
    add(all, pod.at("/spec/affinity/podAntiAffinity"), -1);
    return all;
  }

  private static void add(List<Company> all, JsonNode affinity, int sign) {
    for (JsonNode term : affinity.path("preferredDuringSchedulingIgnoredDuringExecution")) {
      all.add(
          new Company(
              LabelSelector.of(term.path("podAffinityTerm").path("labelSelector")),
              sign * term.path("weight").asInt()));
    }
  }
}
