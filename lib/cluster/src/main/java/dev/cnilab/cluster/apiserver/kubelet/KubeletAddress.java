package dev.cnilab.cluster.apiserver.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The address at which a node's kubelet listens, from the node's status; {@code
 * --kubelet-preferred-address-types}.
 */
public final class KubeletAddress {
  private static final List<String> PREFERRED = List.of("InternalIP", "ExternalIP");
  private static final int PORT = 10250;

  private KubeletAddress() {}

  /**
   * Reads the address.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if the node has none
   */
  public static Endpoint of(KubeObject node) {
    int port = node.at("/status/daemonEndpoints/kubeletEndpoint/Port").asInt(PORT);
    return new Endpoint(host(node), port == 0 ? PORT : port);
  }

  private static Ipv4Address host(KubeObject node) {
    List<String> known = new ArrayList<>();
    for (String type : PREFERRED) {
      JsonNode address = Json.first(node.at("/status/addresses"), "type", type);
      if (!address.isMissingNode()) {
        return Ipv4Address.parse(address.path("address").asText());
      }
    }
    node.at("/status/addresses")
        .forEach(
            address ->
                known.add(
                    "{"
                        + address.path("type").asText()
                        + " "
                        + address.path("address").asText()
                        + "}"));
    throw ApiErrors.internal(
        "no preferred addresses found; known addresses: [" + String.join(" ", known) + "]");
  }
}
