package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.Optional;

/** What an autoscaler reports about each of its metrics while there is no metrics server. */
record MissingMetrics(KubeObject autoscaler, EventRecorder recorder) {
  /** The condition for its missing metrics; empty if it has none. */
  Optional<ObjectNode> condition() {
    JsonNode metrics = autoscaler.at("/spec/metrics");
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    String reason = "";
    String first = "";
    for (JsonNode metric : metrics) {
      String why = why(metric);
      String kind = "FailedGet" + metric.path("type").asText() + "Metric";
      recorder.event(autoscaler, EventType.WARNING, kind, why);
      if (first.isEmpty()) {
        reason = kind;
        first = why;
      }
    }
    recorder.event(
        autoscaler,
        EventType.WARNING,
        "FailedComputeMetricsReplicas",
        "invalid metrics (%d invalid out of %d), first error is: failed to get %s: %s"
            .formatted(metrics.size(), metrics.size(), named(metrics.path(0)), first));
    return Optional.of(
        Conditions.of(
            "ScalingActive",
            "False",
            reason,
            "the HPA was unable to compute the replica count: " + first));
  }

  private static String named(JsonNode metric) {
    String source = source(metric);
    return source.equals("resource")
        ? metric.at("/resource/name").asText() + " resource metric value"
        : source + " metric value";
  }

  private static String source(JsonNode metric) {
    return Json.memberField(metric.path("type").asText());
  }

  private static String why(JsonNode metric) {
    String source = source(metric);
    if (source.equals("resource") || source.equals("containerResource")) {
      String name = metric.path(source).path("name").asText();
      boolean share = metric.path(source).path("target").has("averageUtilization");
      return "failed to get %s %s: unable to get metrics for resource %s: %s (get pods.metrics.k8s.io)"
          .formatted(
              name,
              share ? "utilization" : "usage",
              name,
              "unable to fetch metrics from resource metrics API: the server could not find the"
                  + " requested resource");
    }
    return "unable to get metric %s: no custom metrics API (custom.metrics.k8s.io) registered"
        .formatted(metric.path(source).path("metric").path("name").asText());
  }
}
