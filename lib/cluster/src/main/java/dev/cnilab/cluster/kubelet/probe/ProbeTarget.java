package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;

/**
 * Where a network probe goes.
 *
 * @param host an address or a name
 */
record ProbeTarget(String host, int port) {

  /**
   * Reads it from a probe's action.
   *
   * @param podIp the pod's address, unless the action names a host
   * @throws IllegalArgumentException if there is no such port
   */
  static ProbeTarget of(JsonNode action, ContainerSpec container, String podIp) {
    String named = action.path("host").asText("");
    return new ProbeTarget(named.isEmpty() ? podIp : named, container.port(action.path("port")));
  }

  /** As it is shown in a URL. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
