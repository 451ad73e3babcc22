package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A station in each pod of a case, and at each address outside; kept as long as its pod lives. */
final class Stations {
  private final NamespaceFinder places;
  private final OutsideMachine outside;
  private final SourcePorts ports = new SourcePorts();
  private final Map<String, Placed> known = new HashMap<>();

  /** A station and the uid of its pod, or else its address. */
  private record Placed(String uid, Station station) {}

  private Stations(NamespaceFinder places, OutsideMachine outside) {
    this.places = places;
    this.outside = outside;
  }

  /** Without stations. On the loop only. */
  static Stations of(Cluster cluster) {
    return new Stations(
        new NamespaceFinder(cluster.client(), cluster::node), OutsideMachine.connect(cluster));
  }

  /**
   * The stations of a case by name. On the loop only.
   *
   * @param present the existing pods
   * @param described the case's pods by {@code namespace/pod}
   */
  Map<String, Station> of(
      JsonNode json, List<KubeObject> present, Map<String, JsonNode> described) {
    Map<String, Station> ends = new LinkedHashMap<>();
    for (KubeObject pod : present) {
      String key = pod.namespace() + "/" + pod.name();
      ends.put(key, inPod(key, pod, described.getOrDefault(key, Json.object())));
    }
    for (JsonNode external : json.path("externals")) {
      String name = external.path("name").asText();
      Station station = outside(name, external.path("ip").asText());
      json.path("steps").forEach(step -> serveProbed(station, name, step));
      ends.put(name, station);
    }
    return ends;
  }

  private Station inPod(String key, KubeObject pod, JsonNode json) {
    Placed placed = known.get(key);
    if (placed != null && placed.uid().equals(pod.uid())) {
      return placed.station();
    }
    if (placed != null) {
      placed.station().close();
    }
    Station station =
        new Station(
            places.find(Json.object().put("namespace", pod.namespace()).put("pod", pod.name())),
            Ipv4Address.parse(pod.text("/status/podIP")),
            ports);
    for (JsonNode each : json.path("listening")) {
      station.listen(
          TransportProtocol.of(each.path("protocol").asText()), each.path("port").asInt());
    }
    outside.lead(station.address(), Ipv4Address.parse(pod.text("/status/hostIP")));
    known.put(key, new Placed(pod.uid(), station));
    return station;
  }

  private Station outside(String name, String address) {
    Placed placed = known.get(name);
    if (placed != null && placed.uid().equals(address)) {
      return placed.station();
    }
    Station station = outside.station(Ipv4Address.parse(address), ports);
    known.put(name, new Placed(address, station));
    return station;
  }

  /** The outside serves whatever port is probed. */
  private static void serveProbed(Station station, String name, JsonNode step) {
    for (JsonNode probe : step.path("probes")) {
      for (JsonNode row : probe.path("expected")) {
        if (row.has(name) && probe.path("port").isInt()) {
          station.listen(
              TransportProtocol.of(probe.path("protocol").asText()), probe.path("port").asInt());
        }
      }
    }
  }
}
