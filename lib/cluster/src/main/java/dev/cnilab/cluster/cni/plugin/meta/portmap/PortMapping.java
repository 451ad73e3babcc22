package dev.cnilab.cluster.cni.plugin.meta.portmap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An entry of {@code portMappings}.
 *
 * @param hostIp the node's address for which it is meant; empty for all of them
 */
record PortMapping(int hostPort, int containerPort, String protocol, String hostIp) {
  static PortMapping of(JsonNode json) {
    String hostIp = json.path("HostIP").asText("");
    return new PortMapping(
        json.path("HostPort").asInt(),
        json.path("ContainerPort").asInt(),
        json.path("Protocol").asText("tcp"),
        hostIp.equals("0.0.0.0") ? "" : hostIp);
  }
}
