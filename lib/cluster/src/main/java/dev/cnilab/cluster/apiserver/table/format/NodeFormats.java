package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.TreeSet;

/** The columns of nodes. */
final class NodeFormats {
  static final List<TableColumn> NODES =
      List.of(
          objectName(),
          text("Status", NodeFormats::status),
          text("Roles", NodeFormats::roles),
          age(),
          text("Version", o -> o.text("/status/nodeInfo/kubeletVersion")),
          text("Internal-IP", o -> address(o, "InternalIP")).wide(),
          text("External-IP", o -> address(o, "ExternalIP")).wide(),
          text("OS-Image", o -> info(o, "osImage")).wide(),
          text("Kernel-Version", NodeFormats::kernel).wide(),
          text("Container-Runtime", o -> info(o, "containerRuntimeVersion")).wide());
  private static final String ROLE = "node-role.kubernetes.io/";

  private NodeFormats() {}

  private static String status(KubeObject node) {
    String status = "Unknown";
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        status = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(KubeObject node) {
    TreeSet<String> roles = new TreeSet<>();
    node.labels()
        .forEach(
            (key, value) -> {
              if (key.startsWith(ROLE) && key.length() > ROLE.length()) {
                roles.add(key.substring(ROLE.length()));
              } else if (key.equals("kubernetes.io/role") && !value.isEmpty()) {
                roles.add(value);
              }
            });
    return orElse(String.join(",", roles), "<none>");
  }

  private static String address(KubeObject node, String type) {
    return Json.first(node.at("/status/addresses"), "type", type).path("address").asText("<none>");
  }

  private static String kernel(KubeObject node) {
    return info(node, "kernelVersion") + " (" + info(node, "architecture") + ")";
  }

  private static String info(KubeObject node, String field) {
    return orElse(node.text("/status/nodeInfo/" + field), "<unknown>");
  }
}
