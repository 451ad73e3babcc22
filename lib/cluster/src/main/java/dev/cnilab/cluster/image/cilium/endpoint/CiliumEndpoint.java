package dev.cnilab.cluster.image.cilium.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;

/**
 * A pod that the agent manages.
 *
 * @param container the sandbox's id
 * @param link the name of its link on the node
 */
record CiliumEndpoint(
    int id, String container, String namespace, String pod, Ipv4Address address, String link) {

  static CiliumEndpoint parse(JsonNode json) {
    return new CiliumEndpoint(
        json.path("id").asInt(),
        json.path("container-id").asText(),
        json.path("k8s-namespace").asText(),
        json.path("k8s-pod-name").asText(),
        Ipv4Address.parse(json.path("ipv4").asText()),
        json.path("interface-name").asText());
  }

  ObjectNode toJson() {
    return Json.object()
        .put("id", id)
        .put("container-id", container)
        .put("k8s-namespace", namespace)
        .put("k8s-pod-name", pod)
        .put("ipv4", address.toString())
        .put("interface-name", link);
  }
}
