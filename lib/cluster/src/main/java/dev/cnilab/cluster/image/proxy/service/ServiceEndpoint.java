package dev.cnilab.cluster.image.proxy.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A port of a pod or another endpoint of a Service.
 *
 * @param node where it is; "" if unknown
 */
public record ServiceEndpoint(Ipv4Address address, int port, String node, State state) {
  /** The state that follows from its conditions. */
  enum State {
    READY,
    /** Terminating but still serving: better than nothing. */
    SERVING_TERMINATING,
    UNUSABLE
  }

  /** The endpoints of a slice for the port of that name and protocol. */
  public static List<ServiceEndpoint> of(KubeObject slice, ServicePort wanted) {
    List<ServiceEndpoint> endpoints = new ArrayList<>();
    if (!slice.text("/addressType").equals("IPv4")) {
      return endpoints;
    }
    for (JsonNode port : slice.at("/ports")) {
      if (port.path("name").asText("").equals(wanted.port())
          && port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT).equals(wanted.protocol())
          && port.path("port").asInt() > 0) {
        for (JsonNode endpoint : slice.at("/endpoints")) {
          endpoints.add(
              new ServiceEndpoint(
                  Ipv4Address.parse(endpoint.at("/addresses/0").asText()),
                  port.path("port").asInt(),
                  endpoint.path("nodeName").asText(""),
                  state(endpoint.path("conditions"))));
        }
      }
    }
    return endpoints;
  }

  private static State state(JsonNode conditions) {
    boolean ready = conditions.path("ready").asBoolean(true);
    if (ready) {
      return State.READY;
    }
    return conditions.path("serving").asBoolean(false)
            && conditions.path("terminating").asBoolean(false)
        ? State.SERVING_TERMINATING
        : State.UNUSABLE;
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
