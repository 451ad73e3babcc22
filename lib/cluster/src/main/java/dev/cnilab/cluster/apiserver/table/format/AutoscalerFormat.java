package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** The columns of HorizontalPodAutoscalers. */
final class AutoscalerFormat {
  private static final int SHOWN = 2;
  private static final String UNKNOWN = "<unknown>";

  static final List<TableColumn> COLUMNS =
      List.of(
          objectName(),
          text(
              "Reference",
              o -> o.text("/spec/scaleTargetRef/kind") + "/" + o.text("/spec/scaleTargetRef/name")),
          text("Targets", AutoscalerFormat::targets),
          text("MinPods", o -> orElse(o.text("/spec/minReplicas"), "<unset>")),
          number("MaxPods", o -> o.at("/spec/maxReplicas").asLong()).typed("string"),
          number("Replicas", o -> o.at("/status/currentReplicas").asLong()).typed("string"),
          age());

  private AutoscalerFormat() {}

  private static String targets(KubeObject autoscaler) {
    JsonNode metrics = autoscaler.at("/spec/metrics");
    if (metrics.isEmpty()) {
      return "<none>";
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, metrics.size()); i++) {
      texts.add(target(metrics.get(i), autoscaler.at("/status/currentMetrics").path(i)));
    }
    String shown = String.join(", ", texts);
    return metrics.size() > SHOWN ? shown + " + " + (metrics.size() - SHOWN) + " more..." : shown;
  }

  private static String target(JsonNode metric, JsonNode status) {
    String source = metric.path("type").asText();
    String field = Json.memberField(source);
    JsonNode wanted = metric.path(field);
    JsonNode target = wanted.path("target");
    JsonNode current = status.path(field).path("current");
    boolean average = target.path("type").asText().equals("AverageValue");
    return switch (source) {
      case "Resource", "ContainerResource" ->
          wanted.path("name").asText()
              + ": "
              + (average
                  ? value(current, target, "averageValue")
                  : percent(current) + "/" + target.path("averageUtilization").asText() + "%");
      case "Pods" -> value(current, target, "averageValue");
      case "Object", "External" ->
          average
              ? value(current, target, "averageValue") + " (avg)"
              : value(current, target, "value");
      default -> "<unknown type>";
    };
  }

  private static String value(JsonNode current, JsonNode target, String field) {
    return current.path(field).asText(UNKNOWN) + "/" + target.path(field).asText();
  }

  private static String percent(JsonNode current) {
    return current.has("averageUtilization")
        ? current.path("averageUtilization").asText() + "%"
        : UNKNOWN;
  }
}
