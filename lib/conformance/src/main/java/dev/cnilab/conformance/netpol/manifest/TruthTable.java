package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.policy.PortSet;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.iptables.PortRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The published answer: the reachable ports of each pair; none for a pair that is not listed. */
final class TruthTable {
  private record Pair(Workload source, Workload destination) {}

  private record Range(AddressRange addresses, PortSet ports) {}

  private final Map<Pair, PortSet> inside = new HashMap<>();
  private final Map<Workload, List<Range>> from = new HashMap<>();
  private final Map<Workload, List<Range>> to = new HashMap<>();
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
      addRange(from, Workload.read(destination), source, ports);
    } else if (destination.has("external")) {
      addRange(to, Workload.read(source), destination, ports);
    } else {
      inside.put(new Pair(Workload.read(source), Workload.read(destination)), ports);
    }
  }

  private void addRange(
      Map<Workload, List<Range>> table, Workload workload, JsonNode external, PortSet ports) {
    AddressRange range = AddressRange.read(external.path("external"));
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

  PortSet between(Workload source, Workload destination) {
    return inside.getOrDefault(new Pair(source, destination), PortSet.NOTHING);
  }

  PortSet from(AddressRange outside, Workload destination) {
    return find(from, destination, outside);
  }

  PortSet to(AddressRange outside, Workload source) {
    return find(to, source, outside);
  }

  private static PortSet find(
      Map<Workload, List<Range>> table, Workload workload, AddressRange outside) {
    return table.getOrDefault(workload, List.of()).stream()
        .filter(range -> range.addresses().contains(outside))
        .map(Range::ports)
        .reduce(PortSet.NOTHING, PortSet::union);
  }
}
