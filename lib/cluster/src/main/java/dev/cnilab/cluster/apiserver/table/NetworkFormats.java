package dev.cnilab.cluster.apiserver.table;

import static dev.cnilab.cluster.apiserver.table.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.Column.age;
import static dev.cnilab.cluster.apiserver.table.Column.objectName;
import static dev.cnilab.cluster.apiserver.table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** The columns of services and of what is behind them. */
final class NetworkFormats {
  static final List<Column> SERVICES =
      List.of(
          objectName(),
          text("Type", o -> o.text("/spec/type")),
          text("Cluster-IP", o -> orElse(o.text("/spec/clusterIPs/0"), "<none>")),
          text("External-IP", NetworkFormats::externalIp),
          text(
              "Port(s)",
              o -> orElse(Cells.join(o.at("/spec/ports"), NetworkFormats::port), "<none>")),
          age(),
          text("Selector", Cells.labels("/spec/selector")).wide());
  static final List<Column> ENDPOINTS =
      List.of(objectName(), text("Endpoints", o -> Cells.some(addresses(o), "<none>")), age());
  static final List<Column> ENDPOINT_SLICES =
      List.of(
          objectName(),
          text("AddressType", o -> o.text("/addressType")),
          text(
              "Ports",
              o -> Cells.some(Cells.texts(o.at("/ports"), NetworkFormats::slicePort), "<unset>")),
          text("Endpoints", o -> Cells.some(sliceAddresses(o), "<unset>")),
          age());

  private NetworkFormats() {}

  private static String externalIp(KubeObject service) {
    String external = Cells.join(service.at("/spec/externalIPs"), JsonNode::asText);
    return switch (service.text("/spec/type")) {
      case "ClusterIP", "NodePort" -> orElse(external, "<none>");
      case "LoadBalancer" -> orElse(external, "<pending>");
      case "ExternalName" -> service.text("/spec/externalName");
      default -> "<unknown>";
    };
  }

  private static String port(JsonNode port) {
    int nodePort = port.path("nodePort").asInt();
    return port.path("port").asInt()
        + (nodePort > 0 ? ":" + nodePort : "")
        + "/"
        + port.path("protocol").asText();
  }

  private static List<String> addresses(KubeObject endpoints) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode subset : endpoints.at("/subsets")) {
      for (JsonNode port : subset.path("ports")) {
        subset
            .path("addresses")
            .forEach(
                address ->
                    addresses.add(address.path("ip").asText() + ":" + port.path("port").asInt()));
      }
      if (subset.path("ports").isEmpty()) {
        subset.path("addresses").forEach(address -> addresses.add(address.path("ip").asText()));
      }
    }
    return addresses;
  }

  private static String slicePort(JsonNode port) {
    if (port.has("port")) {
      return port.path("port").asText();
    }
    return port.path("name").asText("*");
  }

  private static List<String> sliceAddresses(KubeObject slice) {
    List<String> addresses = new ArrayList<>();
    slice
        .at("/endpoints")
        .forEach(
            endpoint ->
                endpoint.path("addresses").forEach(address -> addresses.add(address.asText())));
    return addresses;
  }
}
