package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods that a pod prefers to have nearby: a term of {@code podAffinity}, or of {@code
 * podAntiAffinity} with a negative weight.
 */
public record Preference(PodTerm term, int weight) {
  static List<Preference> of(KubeObject pod) {
    List<Preference> all = new ArrayList<>();
    add(all, pod, "podAffinity", 1);
    add(all, pod, "podAntiAffinity", -1);
    return all;
  }

  private static void add(List<Preference> all, KubeObject pod, String affinity, int sign) {
    for (JsonNode each :
        pod.at("/spec/affinity/" + affinity + "/preferredDuringSchedulingIgnoredDuringExecution")) {
      all.add(
          new Preference(
              PodTerm.of(pod, each.path("podAffinityTerm")), sign * each.path("weight").asInt()));
    }
  }
}
