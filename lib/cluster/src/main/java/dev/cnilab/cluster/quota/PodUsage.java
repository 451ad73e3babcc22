package dev.cnilab.cluster.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The usage of a pod; after {@code pkg/quota/v1/evaluator/core/pods.go}. */
final class PodUsage {
  private static final Set<String> WITHOUT_PREFIX = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private PodUsage() {}

  /** Only the object count, if the pod has finished. */
  static QuotaUsage of(KubeObject pod) {
    Map<String, Amount> amounts = new TreeMap<>();
    amounts.put("count/pods", Amount.ONE);
    if (!FINISHED.contains(pod.text("/status/phase"))) {
      amounts.put("pods", Amount.ONE);
      of(pod, "requests")
          .amounts()
          .forEach(
              (name, amount) -> {
                amounts.put("requests." + name, amount);
                if (WITHOUT_PREFIX.contains(name)) {
                  amounts.put(name, amount);
                }
              });
      of(pod, "limits").amounts().forEach((name, amount) -> amounts.put("limits." + name, amount));
    }
    return new QuotaUsage(amounts);
  }

  /** The sum over all containers, or the largest of the init containers; plus the overhead. */
  private static QuotaUsage of(KubeObject pod, String kind) {
    QuotaUsage together = QuotaUsage.NOTHING;
    for (JsonNode container : pod.at("/spec/containers")) {
      together = together.plus(QuotaUsage.of(container.path("resources").path(kind)));
    }
    QuotaUsage before = QuotaUsage.NOTHING;
    for (JsonNode container : pod.at("/spec/initContainers")) {
      QuotaUsage own = QuotaUsage.of(container.path("resources").path(kind));
      if (container.path("restartPolicy").asText().equals("Always")) {
        together = together.plus(own);
      } else {
        before = before.atLeast(own);
      }
    }
    QuotaUsage all = together.atLeast(before);
    return all.plus(QuotaUsage.of(pod.at("/spec/overhead")).only(all.amounts().keySet()));
  }

  /** The names of a quota's resources for which a container of the pod has no value. */
  static List<String> unsaid(KubeObject pod, Set<String> limited) {
    List<String> missing = new ArrayList<>();
    for (String name : limited) {
      String[] parts = name.split("\\.", 2);
      boolean prefixed = parts.length == 2 && Set.of("requests", "limits").contains(parts[0]);
      String kind = prefixed ? parts[0] : "requests";
      String resource = prefixed ? parts[1] : name;
      if (WITHOUT_PREFIX.contains(resource)) {
        List<String> containers = new ArrayList<>();
        for (JsonNode container : pod.at("/spec/containers")) {
          if (!container.path("resources").path(kind).has(resource)) {
            containers.add(container.path("name").asText());
          }
        }
        if (!containers.isEmpty()) {
          missing.add(name + " for: " + String.join(",", containers));
        }
      }
    }
    return missing;
  }
}
