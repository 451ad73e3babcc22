package dev.cnilab.cluster.image.proxy.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The endpoints of all slices of a Service, each of which is read once for all ports. */
final class EndpointsByPort {
  private final Map<Name, List<ServiceEndpoint>> endpoints = new HashMap<>();

  /** What a port of a Service and the port of a slice have in common. */
  private record Name(String port, String protocol) {}

  /** An entry of a slice, for all of the slice's ports. */
  private record Entry(Ipv4Address address, String node, ServiceEndpoint.State state) {
    static Entry of(JsonNode endpoint) {
      return new Entry(
          Ipv4Address.parse(endpoint.at("/addresses/0").asText()),
          endpoint.path("nodeName").asText(""),
          ServiceEndpoint.State.of(endpoint.path("conditions")));
    }

    ServiceEndpoint at(int port) {
      return new ServiceEndpoint(address, port, node, state);
    }
  }

  /** Those of these slices, in the order of their addresses as text. */
  EndpointsByPort(Collection<KubeObject> slices) {
    slices.stream().filter(slice -> slice.text("/addressType").equals("IPv4")).forEach(this::read);
    endpoints.replaceAll((name, each) -> sorted(each));
  }

  private void read(KubeObject slice) {
    List<Entry> entries = new ArrayList<>();
    slice.at("/endpoints").forEach(endpoint -> entries.add(Entry.of(endpoint)));
    for (JsonNode port : slice.at("/ports")) {
      int number = port.path("port").asInt();
      if (number > 0) {
        String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
        List<ServiceEndpoint> ofPort =
            endpoints.computeIfAbsent(
                new Name(port.path("name").asText(""), protocol), none -> new ArrayList<>());
        entries.forEach(entry -> ofPort.add(entry.at(number)));
      }
    }
  }

  private static List<ServiceEndpoint> sorted(List<ServiceEndpoint> endpoints) {
    return endpoints.stream()
        .distinct()
        .map(endpoint -> Map.entry(endpoint.toString(), endpoint))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The endpoints for a port of the Service. */
  List<ServiceEndpoint> of(ServicePort port) {
    return endpoints.getOrDefault(new Name(port.port(), port.protocol()), List.of());
  }
}
