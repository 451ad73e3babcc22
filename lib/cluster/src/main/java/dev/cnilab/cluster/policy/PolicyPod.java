package dev.cnilab.cluster.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A pod as policies see it.
 *
 * @param namespaceLabels the labels of its namespace
 * @param address null if it has none yet
 * @param node where it is; "" if it is not scheduled yet
 */
public record PolicyPod(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> namespaceLabels,
    @Nullable Ipv4Address address,
    String node,
    List<NamedPort> namedPorts) {

  /** A port that a container declares by name. */
  public record NamedPort(String name, TransportProtocol protocol, int port) {}

  /**
   * Reads a pod.
   *
   * @param spec its spec or its template's, with the containers
   */
  public static PolicyPod of(
      KubeObject pod,
      JsonNode spec,
      Map<String, String> labels,
      Map<String, String> namespaceLabels,
      @Nullable Ipv4Address address) {
    return new PolicyPod(
        pod.namespace(),
        pod.name(),
        Collections.unmodifiableMap(new LinkedHashMap<>(labels)),
        Collections.unmodifiableMap(new LinkedHashMap<>(namespaceLabels)),
        address,
        spec.path("nodeName").asText(""),
        namedPorts(spec));
  }

  private static List<NamedPort> namedPorts(JsonNode spec) {
    List<NamedPort> ports = new ArrayList<>();
    for (JsonNode container : spec.path("containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.hasNonNull("name")) {
          ports.add(
              new NamedPort(
                  port.path("name").asText(),
                  TransportProtocol.of(port.path("protocol").asText("")),
                  port.path("containerPort").asInt()));
        }
      }
    }
    return List.copyOf(ports);
  }

  /** The port declared with that name and protocol. */
  public OptionalInt port(String portName, TransportProtocol protocol) {
    return namedPorts.stream()
        .filter(port -> port.name().equals(portName) && port.protocol() == protocol)
        .mapToInt(NamedPort::port)
        .findFirst();
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
