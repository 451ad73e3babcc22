package dev.cnilab.cluster.image.cilium.datapath;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ready backends of every Service's cluster address. */
public final class CiliumServices implements AutoCloseable {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Informer services;
  private final Informer slices;
  private final Map<CiliumServicePort, List<CiliumServicePort>> backends = new HashMap<>();
  private boolean stale = true;

  public CiliumServices(ApiClient client) {
    services = Informer.of(client, ResourceTypes.SERVICES).onChange(event -> stale = true);
    slices = Informer.of(client, ResourceTypes.ENDPOINT_SLICES).onChange(event -> stale = true);
  }

  @Override
  public void close() {
    services.close();
    slices.close();
  }

  /** The backends of a port; empty if it belongs to no Service, or if no backend is ready. */
  List<CiliumServicePort> backends(CiliumServicePort frontend) {
    if (stale) {
      stale = false;
      backends.clear();
      services.list().forEach(this::add);
    }
    return backends.getOrDefault(frontend, List.of());
  }

  private void add(KubeObject service) {
    String address = service.text("/spec/clusterIP");
    if (!address.matches("[0-9.]+")) {
      return; // headless, or not IPv4
    }
    for (JsonNode port : service.at("/spec/ports")) {
      CiliumServicePort frontend =
          new CiliumServicePort(
              TransportProtocol.of(port.path("protocol").asText()).number(),
              Ipv4Address.parse(address),
              port.path("port").asInt());
      backends.put(frontend, backendsOf(service, port.path("name").asText(""), frontend));
    }
  }

  private List<CiliumServicePort> backendsOf(
      KubeObject service, String name, CiliumServicePort frontend) {
    List<CiliumServicePort> found = new ArrayList<>();
    for (KubeObject slice : slices.list()) {
      if (slice.namespace().equals(service.namespace())
          && slice.labels().getOrDefault(SERVICE_NAME, "").equals(service.name())) {
        for (JsonNode port : slice.at("/ports")) {
          if (port.path("name").asText("").equals(name)) {
            addReady(slice, frontend.protocol(), port.path("port").asInt(), found);
          }
        }
      }
    }
    return found;
  }

  private static void addReady(
      KubeObject slice, int protocol, int port, List<CiliumServicePort> backends) {
    for (JsonNode endpoint : slice.at("/endpoints")) {
      if (endpoint.at("/conditions/ready").asBoolean(true)) {
        for (JsonNode address : endpoint.path("addresses")) {
          backends.add(new CiliumServicePort(protocol, Ipv4Address.parse(address.asText()), port));
        }
      }
    }
  }
}
