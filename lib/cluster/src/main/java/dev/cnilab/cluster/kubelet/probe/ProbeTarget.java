package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.log.GoNet;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;

/**
 * Where a network probe goes.
 *
 * @param host the address, or the name that the action gives
 */
record ProbeTarget(String host, Ipv4Address address, int port) {

  /**
   * Reads it from a probe's action.
   *
   * @param podIp the pod's address, unless the action names a host
   * @param names the node's own; waits, in a task only
   * @throws IllegalArgumentException if the container has no port of that name, or the host no
   *     address
   */
  static ProbeTarget of(JsonNode action, Container container, String podIp, Resolver names) {
    String named = action.path("host").asText("");
    String host = named.isEmpty() ? podIp : named;
    JsonNode port = action.path("port");
    int number = port.isNumber() ? port.asInt() : named(port, container);
    try {
      return new ProbeTarget(host, names.find(host).address(), number);
    } catch (LookupFailure unknown) {
      throw new IllegalArgumentException(GoNet.noSuchHost(host), unknown);
    }
  }

  /** As it is shown in a URL. */
  String authority() {
    return host + ":" + port;
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
