package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.Cells;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of services and their endpoints. */
final class NetworkFormats {
  static final List<TableColumn> SERVICES =
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
  static final List<TableColumn> ENDPOINTS =
      List.of(objectName(), text("Endpoints", o -> Cells.some(addresses(o), "<none>")), age());
  static final List<TableColumn> ENDPOINT_SLICES =
      List.of(
          objectName(),
          text("AddressType", o -> o.text("/addressType")),
          text(
              "Ports",
              o -> Cells.some(Cells.texts(o.at("/ports"), NetworkFormats::slicePort), "<unset>")),
          text("Endpoints", o -> Cells.some(sliceAddresses(o), "<unset>")),
          age());

  static final List<TableColumn> INGRESSES =
      List.of(
          objectName(),
          text("Class", o -> orElse(o.text("/spec/ingressClassName"), "<none>")),
          text("Hosts", o -> Cells.some(hosts(o), "*")),
          text(
              "Address",
              o -> Cells.join(o.at("/status/loadBalancer/ingress"), NetworkFormats::place)),
          text("Ports", o -> o.at("/spec/tls").isEmpty() ? "80" : "80, 443"),
          age());
  static final List<TableColumn> INGRESS_CLASSES =
      List.of(
          objectName(),
          text("Controller", o -> o.text("/spec/controller")),
          text("Parameters", o -> parameters(o.at("/spec/parameters"))),
          age());
  static final List<TableColumn> IP_ADDRESSES =
      List.of(objectName(), text("ParentRef", o -> parent(o.at("/spec/parentRef"))));
  static final List<TableColumn> SERVICE_CIDRS =
      List.of(
          objectName(),
          text("CIDRs", o -> Cells.join(o.at("/spec/cidrs"), JsonNode::asText)),
          age());

  private NetworkFormats() {}

  private static List<String> hosts(KubeObject ingress) {
    return Cells.texts(ingress.at("/spec/rules"), rule -> rule.path("host").asText("")).stream()
        .filter(host -> !host.isEmpty())
        .toList();
  }

  private static String place(JsonNode ingress) {
    return orElse(ingress.path("ip").asText(""), ingress.path("hostname").asText(""));
  }

  private static String parameters(JsonNode reference) {
    if (reference.isMissingNode()) {
      return "<none>";
    }
    String group = reference.path("apiGroup").asText("");
    return reference.path("kind").asText()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + reference.path("name").asText();
  }

  private static String parent(JsonNode reference) {
    String group = reference.path("group").asText("");
    String namespace = reference.path("namespace").asText("");
    return reference.path("resource").asText()
        + (group.isEmpty() ? "" : "." + group)
        + (namespace.isEmpty() ? "" : "/" + namespace)
        + "/"
        + reference.path("name").asText();
  }

  private static String externalIp(KubeObject service) {
    String external = Cells.join(service.at("/spec/externalIPs"), JsonNode::asText);
    return switch (service.text("/spec/type")) {
      case "ClusterIP", "NodePort" -> orElse(external, "<none>");
      case "LoadBalancer" -> orElse(balanced(service, external), "<pending>");
      case "ExternalName" -> service.text("/spec/externalName");
      default -> "<unknown>";
    };
  }

  /** The addresses of a load balancer, and those in the service's own spec. */
  private static String balanced(KubeObject service, String external) {
    String ingress =
        Cells.join(
            service.at("/status/loadBalancer/ingress"),
            each -> each.path("ip").asText(each.path("hostname").asText("")));
    return Stream.of(ingress, external)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(","));
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
