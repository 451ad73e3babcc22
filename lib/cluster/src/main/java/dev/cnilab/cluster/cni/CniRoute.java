package dev.cnilab.cluster.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A route of a configuration or a result.
 *
 * @param gateway empty if there is none
 * @param options the given ones of {@code mtu}, {@code advmss}, {@code priority}, {@code table},
 *     {@code scope}, which are numbers
 */
public record CniRoute(String destination, String gateway, ObjectNode options) {
  private static final List<String> OPTIONS =
      List.of("mtu", "advmss", "priority", "table", "scope");

  /** A route without options. */
  public CniRoute(String destination, String gateway) {
    this(destination, gateway, JsonNodeFactory.instance.objectNode());
  }

  /** The number in an option; empty if it was not given. */
  public Optional<Integer> option(String name) {
    return Optional.of(options.path(name)).filter(JsonNode::isNumber).map(JsonNode::asInt);
  }

  /**
   * Reads a list of routes.
   *
   * @throws CniException if an address or a number is none
   */
  public static List<CniRoute> list(JsonNode json) throws CniException {
    List<CniRoute> routes = new ArrayList<>();
    for (JsonNode each : json) {
      routes.add(of(each));
    }
    return routes;
  }

  private static CniRoute of(JsonNode json) throws CniException {
    String destination = json.path("dst").asText("");
    String gateway = json.path("gw").asText("");
    CniAddress.requireCidr(destination);
    if (!gateway.isEmpty()) {
      CniAddress.requireIp(gateway);
    }
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    for (String name : OPTIONS) {
      JsonNode value = json.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
          throw new CniException(
              "json: cannot unmarshal %s into Go struct field route.%s of type int"
                  .formatted(value.isTextual() ? "string" : value, name));
        }
        options.put(name, value.asInt());
      }
    }
    return new CniRoute(destination, gateway, options);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("dst", destination);
    if (!gateway.isEmpty()) {
      json.put("gw", gateway);
    }
    json.setAll(options);
    return json;
  }
}
