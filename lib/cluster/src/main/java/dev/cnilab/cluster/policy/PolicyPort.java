package dev.cnilab.cluster.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.netsim.iptables.subject.PortRange;

/** The destination ports that a rule allows. */
public sealed interface PolicyPort {
  /** Everything, with any protocol: the rule names no port. */
  record Everything() implements PolicyPort {}

  /** Ports by number. */
  record Range(TransportProtocol protocol, PortRange ports) implements PolicyPort {}

  /** The port that the destination pod declares with that name and protocol. */
  record Named(TransportProtocol protocol, String name) implements PolicyPort {}

  /** All ports of a protocol. */
  PortRange ALL = new PortRange(0, 65535);

  /** Reads an item of {@code ports}. */
  static PolicyPort of(JsonNode json) {
    TransportProtocol protocol = TransportProtocol.of(json.path("protocol").asText(""));
    JsonNode port = json.path("port");
    if (port.isMissingNode() || port.isNull()) {
      return new Range(protocol, ALL);
    }
    if (port.isTextual()) {
      return new Named(protocol, port.asText());
    }
    int first = port.asInt();
    return new Range(protocol, new PortRange(first, json.path("endPort").asInt(first)));
  }
}
