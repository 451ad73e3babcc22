package dev.cnilab.cluster.image.flannel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.netsim.address.Ipv4Prefix;

/**
 * {@code net-conf.json}: the network all pods share and how nodes reach each other.
 *
 * @param port of VXLAN; 0 for the kernel's default, 8472
 */
record NetConf(Ipv4Prefix network, String backendType, int vni, int port) {
  /**
   * Reads the file.
   *
   * @throws GoJsonException in the words of flannel's {@code subnet.ParseConfig}
   */
  static NetConf parse(String text) throws GoJsonException {
    JsonNode json = GoJson.parse(text);
    JsonNode backend = json.path("Backend");
    String network = json.path("Network").asText("");
    try {
      return new NetConf(
          Ipv4Prefix.parse(network.contains("/") ? network : "").network(),
          backend.path("Type").asText("udp"),
          backend.path("VNI").asInt(1),
          backend.path("Port").asInt(0));
    } catch (IllegalArgumentException notAPrefix) {
      throw new GoJsonException("invalid CIDR address: " + network);
    }
  }
}
