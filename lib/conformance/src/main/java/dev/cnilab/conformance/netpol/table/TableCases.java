package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replays table cases one after the other in one cluster, whose clock jumps. */
public final class TableCases implements AutoCloseable {
  /** Within this time a packet and its answer arrive, and no SYN is retransmitted. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(300);

  private final Cluster cluster;
  private final CaseCluster objects;
  private final Stations stations;

  /** Starts a cluster with a plugin that enforces policies. */
  public TableCases(Cni cni) {
    cluster = Cluster.start(ClusterSpec.onDemand().withCni(cni));
    objects = new CaseCluster(cluster);
    stations = cluster.loop().call(() -> Stations.of(cluster));
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** Replays a case; returns a line for each pair whose outcome differs from the expected one. */
  public List<String> differences(JsonNode json) {
    objects.prepare(json);
    Map<String, JsonNode> pods = new LinkedHashMap<>();
    json.path("pods").forEach(pod -> pods.put(CaseActions.key(pod), pod));
    CaseActions actions = new CaseActions(objects, pods);
    List<String> differences = new ArrayList<>();
    int number = 0;
    for (JsonNode step : json.path("steps")) {
      number++;
      step.path("actions").forEach(actions::act);
      objects.settle();
      List<KubeObject> present = objects.pods();
      Map<String, Station> ends = cluster.loop().call(() -> stations.of(json, present, pods));
      for (JsonNode probe : step.path("probes")) {
        for (String difference : differences(probe, pods, ends)) {
          differences.add("step " + number + ": " + difference);
        }
      }
    }
    return differences;
  }

  /** An attempt, and its expected outcome. */
  private record Asked(String from, String to, String expected, Attempt attempt) {
    /** Whether it was allowed, in the words of the tables. */
    String end() {
      String found = attempt.answered() ? "allowed" : "denied";
      attempt.end();
      return found;
    }
  }

  /** Starts all attempts at once, waits, and checks which were answered. */
  private List<String> differences(
      JsonNode probe, Map<String, JsonNode> pods, Map<String, Station> ends) {
    List<Asked> asked = cluster.loop().call(() -> ask(probe, pods, ends));
    cluster.loop().advance(ROUND_TRIP);
    List<String> differences = new ArrayList<>();
    for (Asked each : asked) {
      String found = cluster.loop().call(each::end);
      if (!found.equals(each.expected())) {
        differences.add(
            "%s %s: %s => %s: expected %s, found %s"
                .formatted(
                    probe.path("protocol").asText(),
                    probe.path("port").asText(),
                    each.from(),
                    each.to(),
                    each.expected(),
                    found));
      }
    }
    return differences;
  }

  private static List<Asked> ask(
      JsonNode probe, Map<String, JsonNode> pods, Map<String, Station> ends) {
    TransportProtocol protocol = TransportProtocol.of(probe.path("protocol").asText());
    List<Asked> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> row : probe.path("expected").properties()) {
      for (Map.Entry<String, JsonNode> cell : row.getValue().properties()) {
        String expected = cell.getValue().asText();
        if (!expected.equals("ignored")) {
          JsonNode destination = pods.getOrDefault(cell.getKey(), Json.object());
          Ipv4Address to = end(ends, cell.getKey()).address();
          int port = port(probe.path("port"), protocol, destination);
          Attempt attempt = end(ends, row.getKey()).ask(protocol, to, port);
          asked.add(new Asked(row.getKey(), cell.getKey(), expected, attempt));
        }
      }
    }
    return asked;
  }

  private static Station end(Map<String, Station> ends, String name) {
    Station station = ends.get(name);
    if (station == null) {
      throw new IllegalArgumentException("the case has no " + name + ", only " + ends.keySet());
    }
    return station;
  }

  /** The port's number; a name refers to a port that the destination declares. */
  private static int port(JsonNode port, TransportProtocol protocol, JsonNode destination) {
    if (!port.isTextual()) {
      return port.asInt();
    }
    for (JsonNode container : destination.path("containers")) {
      for (JsonNode each : container.path("ports")) {
        if (each.path("name").asText().equals(port.asText())
            && TransportProtocol.of(each.path("protocol").asText("")) == protocol) {
          return each.path("containerPort").asInt();
        }
      }
    }
    throw new IllegalArgumentException(
        "no port of " + CaseActions.key(destination) + " is named " + port);
  }
}
