package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;

/** The labels of a pod for its {@code matchLabelKeys}, to compare others with. */
record SameLabels(Map<String, String> own) {
  static SameLabels of(JsonNode keys, KubeObject pod) {
    Map<String, String> own = new HashMap<>();
    for (JsonNode key : keys) {
      String value = pod.labels().get(key.asText());
      if (value != null) {
        own.put(key.asText(), value);
      }
    }
    return new SameLabels(own);
  }

  /** Whether another pod has all of them. */
  boolean in(KubeObject pod) {
    return pod.labels().entrySet().containsAll(own.entrySet());
  }

  /** Whether another pod has none of them. */
  boolean notIn(KubeObject pod) {
    return own.entrySet().stream().noneMatch(pod.labels().entrySet()::contains);
  }
}
