package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.cluster.policy.reachability.PortSet;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The published answer: the reachable ports of each pair; none for a pair that is not listed. */
final class TruthTable {
  private record Pair(PeerName source, PeerName destination) {}

  private record Range(OutsideAddresses addresses, PortSet ports) {}

  private final Map<Pair, PortSet> inside = new HashMap<>();
  private final Map<PeerName, List<Range>> from = new HashMap<>();
  private final Map<PeerName, List<Range>> to = new HashMap<>();
  private final Set<Long> bounds = new TreeSet<>();

  static TruthTable read(JsonNode list) {
    TruthTable table = new TruthTable();
    list.forEach(table::add);
    return table;
  }

  private void add(JsonNode json) {
    JsonNode source = json.path("src");
    JsonNode destination = json.path("dst");
    PortSet ports = ports(json.path("connections"));
    if (source.has("external")) {
      addRange(from, PeerName.read(destination), source, ports);
    } else if (destination.has("external")) {
      addRange(to, PeerName.read(source), destination, ports);
    } else {
      inside.put(new Pair(PeerName.read(source), PeerName.read(destination)), ports);
    }
  }

  private void addRange(
      Map<PeerName, List<Range>> table, PeerName workload, JsonNode external, PortSet ports) {
    OutsideAddresses range = OutsideAddresses.read(external.path("external"));
    bounds.add(range.first());
    bounds.add(range.last() + 1);
    table.computeIfAbsent(workload, none -> new ArrayList<>()).add(new Range(range, ports));
  }

  private static PortSet ports(JsonNode json) {
    if (json.isTextual()) {
      return PortSet.EVERYTHING;
    }
    PortSet all = PortSet.NOTHING;
    for (Map.Entry<String, JsonNode> protocol : json.properties()) {
      for (JsonNode range : protocol.getValue()) {
        all =
            all.union(
                PortSet.of(
                    TransportProtocol.of(protocol.getKey()),
                    new PortRange(range.get(0).asInt(), range.get(1).asInt())));
      }
    }
    return all;
  }

  /** The boundaries of address ranges: their starts, and the addresses after their ends. */
  Set<Long> bounds() {
    return bounds;
  }

  PortSet between(PeerName source, PeerName destination) {
    return inside.getOrDefault(new Pair(source, destination), PortSet.NOTHING);
  }

  PortSet from(OutsideAddresses outside, PeerName destination) {
    return find(from, destination, outside);
  }

  PortSet to(OutsideAddresses outside, PeerName source) {
    return find(to, source, outside);
  }

  private static PortSet find(
      Map<PeerName, List<Range>> table, PeerName workload, OutsideAddresses outside) {
    return table.getOrDefault(workload, List.of()).stream()
        .filter(range -> range.addresses().contains(outside))
        .map(Range::ports)
        .reduce(PortSet.NOTHING, PortSet::union);
  }
}
