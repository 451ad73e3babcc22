package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.HumanDuration;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** The columns of the control plane's parts: its APIs, components and certificates. */
final class ServingFormats {
  static final List<TableColumn> API_SERVICES =
      List.of(
          objectName(),
          text("Service", ServingFormats::service),
          text("Available", ServingFormats::available),
          age());
  static final List<TableColumn> COMPONENTS =
      List.of(
          objectName(),
          text(
              "Status",
              o -> condition(o).path("status").asText().equals("True") ? "Healthy" : "Unhealthy"),
          text("Message", o -> condition(o).path("message").asText()),
          text("Error", o -> condition(o).path("error").asText()));
  static final List<TableColumn> SIGNING_REQUESTS =
      List.of(
          objectName(),
          age(),
          text("SignerName", o -> orElse(o.text("/spec/signerName"), "<none>")),
          text("Requestor", o -> o.text("/spec/username")),
          text("RequestedDuration", ServingFormats::requested),
          text("Condition", ServingFormats::decision));

  private ServingFormats() {}

  private static String service(KubeObject api) {
    String name = api.text("/spec/service/name");
    return name.isEmpty() ? "Local" : api.text("/spec/service/namespace") + "/" + name;
  }

  private static String available(KubeObject api) {
    JsonNode condition = Json.first(api.at("/status/conditions"), "type", "Available");
    String status = condition.path("status").asText();
    return condition.isMissingNode()
        ? "Unknown"
        : status.equals("True") ? status : status + " (" + condition.path("reason").asText() + ")";
  }

  private static JsonNode condition(KubeObject component) {
    return component.at("/conditions/0");
  }

  private static String requested(KubeObject request) {
    JsonNode seconds = request.at("/spec/expirationSeconds");
    return seconds.isMissingNode()
        ? "<none>"
        : HumanDuration.text(Duration.ofSeconds(seconds.asLong()));
  }

  private static String decision(KubeObject request) {
    TreeSet<String> types = new TreeSet<>();
    request
        .at("/status/conditions")
        .forEach(condition -> types.add(condition.path("type").asText()));
    String decision =
        types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
    return decision
        + (types.contains("Failed") ? ",Failed" : "")
        + (request.text("/status/certificate").isEmpty() ? "" : ",Issued");
  }
}
