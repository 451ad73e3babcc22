package dev.cnilab.cluster.apiserver.warning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Ports that a pod's containers list more than once. */
final class PortWarnings {
  /** A port of a container; a hostPort of 0 means none. */
  private record Port(String path, int number, String protocol, int hostPort, String hostIp) {
    static Port of(String path, JsonNode json) {
      return new Port(
          path,
          json.path("containerPort").asInt(),
          json.path("protocol").asText("TCP"),
          json.path("hostPort").asInt(),
          json.path("hostIP").asText(""));
    }

    boolean isSame(Port other) {
      return number == other.number && protocol.equals(other.protocol);
    }

    /** Whether both have the same host port and host address. */
    boolean isDuplicate(Port other) {
      return hostPort == other.hostPort && hostIp.equals(other.hostIp);
    }

    boolean overlaps(Port other) {
      boolean vague = hostIp.isEmpty() || other.hostIp.isEmpty();
      return hostPort == 0 || other.hostPort == 0 || (hostPort == other.hostPort && vague);
    }
  }

  private PortWarnings() {}

  static List<String> of(String path, JsonNode containers) {
    List<String> warnings = new ArrayList<>();
    List<Port> before = new ArrayList<>();
    for (int i = 0; i < containers.size(); i++) {
      JsonNode ports = containers.get(i).path("ports");
      for (int j = 0; j < ports.size(); j++) {
        Port port = Port.of("%s.containers[%d].ports[%d]".formatted(path, i, j), ports.get(j));
        before.stream()
            .filter(port::isSame)
            .filter(other -> port.isDuplicate(other) || port.overlaps(other))
            .forEach(other -> warnings.add(words(port, other)));
        before.add(port);
      }
    }
    return warnings;
  }

  private static String words(Port port, Port other) {
    return port.path()
        + (port.isDuplicate(other) ? ": duplicate" : ": overlapping")
        + (" port definition with " + other.path());
  }
}
