package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.netsim.address.Ipv4Address;

/** The address and port of a network probe. */
record ProbeTarget(Ipv4Address address, int port) {

  /**
   * Reads it from a probe's action.
   *
   * @param podIp the pod's address, unless the action names a host
   * @throws IllegalArgumentException if the container has no port of that name
   */
  static ProbeTarget of(JsonNode action, Container container, String podIp) {
    String host = action.path("host").asText("");
    Ipv4Address address = Ipv4Address.parse(host.isEmpty() ? podIp : host);
    JsonNode port = action.path("port");
    return new ProbeTarget(address, port.isNumber() ? port.asInt() : named(port, container));
  }

  private static int named(JsonNode name, Container container) {
    String text = name.asText();
    for (JsonNode port : container.spec().path("ports")) {
      if (port.path("name").asText().equals(text)) {
        return port.path("containerPort").asInt();
      }
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException("couldn't find port: " + text, noNumber);
    }
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
