package dev.cnilab.cluster.apiserver.warning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ports that a pod's containers list more than once, or whose names or addresses mean nothing. */
final class PortWarnings {
  /** More would not be in an answer, whose warnings have 4,096 characters at most. */
  private static final int MOST = 100;

  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private final List<String> warnings = new ArrayList<>();
  private final Map<String, List<Port>> before = new HashMap<>();
  private int found;

  private PortWarnings() {}

  /**
   * A port of a container; a hostPort of 0 means none.
   *
   * @param order of the port among all of the pod
   */
  private record Port(
      int order,
      String path,
      String name,
      int number,
      String protocol,
      int hostPort,
      String hostIp) {
    static Port of(int order, String path, JsonNode json) {
      return new Port(
          order,
          path,
          json.path("name").asText(""),
          json.path("containerPort").asInt(),
          json.path("protocol").asText("TCP"),
          json.path("hostPort").asInt(),
          json.path("hostIP").asText(""));
    }

    /** Under which later ports look for it. */
    Set<String> groups() {
      return Set.of(sameNumber(), sameHostPort(hostPort), sameHost(hostIp));
    }

    /** The groups of ports about which there is something to say. */
    Set<String> suspects() {
      if (hostPort == 0) {
        return Set.of(sameNumber());
      }
      return hostIp.isEmpty()
          ? Set.of(sameHostPort(0), sameHostPort(hostPort))
          : Set.of(sameHostPort(0), sameHost(hostIp), sameHost(""));
    }

    private String sameNumber() {
      return number + "/" + protocol;
    }

    private String sameHostPort(int port) {
      return sameNumber() + "/" + port;
    }

    private String sameHost(String address) {
      return sameHostPort(hostPort) + "/" + address;
    }

    String wordsFor(Port other) {
      String how =
          hostPort == other.hostPort && hostIp.equals(other.hostIp)
              ? "duplicate"
              : hostPort == 0 || other.hostPort == 0 ? "overlapping" : "dangerously ambiguous";
      return path + ": " + how + " port definition with " + other.path;
    }

    /** As Go prints the structure. */
    String inGo() {
      return "{Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
          .formatted(name, hostPort, number, protocol, hostIp);
    }
  }

  static List<String> of(String path, JsonNode spec) {
    PortWarnings of = new PortWarnings();
    List<Port> ports = ports(path, spec);
    ports.forEach(of::definition);
    of.names(ports);
    return of.warnings;
  }

  private static List<Port> ports(String path, JsonNode spec) {
    List<Port> ports = new ArrayList<>();
    for (String kind : CONTAINERS) {
      JsonNode containers = spec.path(kind);
      for (int i = 0; i < containers.size(); i++) {
        String place = path + "." + kind + "[" + i + "].ports[";
        JsonNode list = containers.get(i).path("ports");
        for (int j = 0; j < list.size(); j++) {
          ports.add(Port.of(ports.size(), place + j + "]", list.get(j)));
        }
      }
    }
    return ports;
  }

  private void definition(Port port) {
    if (!port.hostIp.isEmpty() && port.hostPort == 0) {
      warnings.add(port.path + ": hostIP set without hostPort: " + port.inGo());
    }
    Set<Port> others = new HashSet<>();
    for (String suspects : port.suspects()) {
      before.getOrDefault(suspects, List.of()).stream().limit(MOST - found).forEach(others::add);
    }
    others.stream()
        .sorted(Comparator.comparingInt(Port::order))
        .limit(MOST - found)
        .forEach(
            other -> {
              found++;
              warnings.add(port.wordsFor(other));
            });
    port.groups()
        .forEach(group -> before.computeIfAbsent(group, none -> new ArrayList<>()).add(port));
  }

  private void names(List<Port> ports) {
    Map<String, String> first = new HashMap<>();
    for (Port port : ports) {
      String other = port.name.isEmpty() ? null : first.putIfAbsent(port.name, port.path);
      if (other != null) {
        warnings.add(
            "%s: duplicate port name \"%s\" with %s, services and probes that select ports by name will use %s"
                .formatted(port.path, port.name, other, other));
      }
    }
  }
}
