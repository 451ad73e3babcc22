package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The {@code selector} of a workload: labels and expressions. */
public final class LabelSelector {
  private final Map<String, String> matchLabels = new LinkedHashMap<>();
  private final List<Requirement> expressions;

  private LabelSelector(JsonNode json) {
    json.path("matchLabels")
        .properties()
        .forEach(e -> matchLabels.put(e.getKey(), e.getValue().asText()));
    expressions =
        StreamSupport.stream(json.path("matchExpressions").spliterator(), false)
            .map(Requirement::read)
            .toList();
  }

  /**
   * The selector of a workload, at {@code /spec/selector}; an old-style one consists of labels
   * only.
   */
  public static LabelSelector of(KubeObject workload) {
    JsonNode selector = workload.at("/spec/selector");
    return new LabelSelector(
        workload.kind().equals("ReplicationController")
            ? Json.object().set("matchLabels", selector)
            : selector);
  }

  /** A selector as written in a manifest. */
  public static LabelSelector of(JsonNode json) {
    return new LabelSelector(json);
  }

  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return expressions.stream().allMatch(expression -> expression.matches(labels));
  }
}
