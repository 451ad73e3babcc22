package dev.cnilab.cluster.image.flannel.subnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoStruct;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.List;
import java.util.Optional;

/**
 * {@code net-conf.json}: the network all pods share and how nodes reach each other. What only
 * matters with etcd ({@code SubnetLen}, {@code SubnetMin}, …) has no effect with Kubernetes.
 *
 * @param network 0.0.0.0/0 if the file has none
 * @param enableIpv4 whether pods have IPv4 addresses
 * @param backend the backend's own settings; null if the file has none
 */
public record NetConf(
    Ipv4Prefix network, boolean enableIpv4, String backendType, JsonNode backend) {
  private static final List<String> NOT_MODELLED = List.of("EnableIPv6", "EnableNFTables");

  /**
   * Parses the file.
   *
   * @throws GoJsonException in the words of flannel's {@code subnet.ParseConfig}
   */
  public static NetConf parse(String text) throws GoJsonException {
    GoStruct config = GoStruct.of("subnet.Config", GoJson.parse(text));
    Ipv4Prefix network = network(config.field("Network"));
    boolean enableIpv4 = config.isSet("EnableIPv4", true);
    for (String name : NOT_MODELLED) {
      if (config.isSet(name, false)) {
        throw new GoJsonException(name + " is not modelled here; leave it out, or set it to false");
      }
    }
    Optional<JsonNode> backend = config.field("Backend");
    return new NetConf(
        network,
        enableIpv4,
        backend.isPresent() ? type(backend.get()) : "udp",
        backend.orElse(NullNode.getInstance()));
  }

  private static Ipv4Prefix network(Optional<JsonNode> given) throws GoJsonException {
    if (given.isEmpty()) {
      return Ipv4Prefix.DEFAULT;
    }
    String text = given.get().isTextual() ? given.get().textValue() : given.get().toString();
    return Ipv4Prefix.block(text)
        .orElseThrow(() -> new GoJsonException("invalid CIDR address: " + text))
        .network();
  }

  private static String type(JsonNode backend) throws GoJsonException {
    try {
      return GoStruct.of("struct { Type string }", backend).text("Type", "");
    } catch (GoJsonException wrong) {
      throw new GoJsonException(
          "error decoding Backend property of config: "
              + String.valueOf(wrong.getMessage()).replace("struct { Type string }.Type", ".Type"));
    }
  }
}
