package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Services and EndpointSlices as far as kube-proxy knows them. */
public final class ServiceMap {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Map<String, List<ServicePort>> services = new TreeMap<>();
  private final Map<String, Map<String, KubeObject>> slices = new HashMap<>();

  /** Handles a change of a Service. */
  public void onService(WatchEvent event) {
    String key = event.object().key();
    if (event.type() == WatchEvent.Type.DELETED) {
      services.remove(key);
    } else {
      services.put(key, ServicePort.of(event.object()));
    }
  }

  /** Handles a change of an EndpointSlice. */
  public void onSlice(WatchEvent event) {
    KubeObject slice = event.object();
    Map<String, KubeObject> ofService =
        slices.computeIfAbsent(
            slice.namespace() + "/" + slice.labels().getOrDefault(SERVICE_NAME, ""),
            service -> new TreeMap<>());
    if (event.type() == WatchEvent.Type.DELETED) {
      ofService.remove(slice.name());
    } else {
      ofService.put(slice.name(), slice);
    }
  }

  /** Every port of every Service, with the endpoints that a node sends to. */
  public List<ProxiedPort> ports(String node) {
    return services.values().stream()
        .flatMap(List::stream)
        .map(port -> new ProxiedPort(port, EndpointChoice.of(port, endpoints(port), node)))
        .toList();
  }

  /** The Services whose load balancers ask this node for its endpoints. */
  public List<LocalEndpoints> healthChecks(String node) {
    return services.values().stream()
        .filter(ports -> !ports.isEmpty() && ports.getFirst().healthCheckPort() > 0)
        .map(ports -> localEndpoints(ports, node))
        .toList();
  }

  private LocalEndpoints localEndpoints(List<ServicePort> ports, String node) {
    ServicePort first = ports.getFirst();
    long ready =
        ports.stream()
            .flatMap(port -> endpoints(port).stream())
            .filter(each -> each.state() == ServiceEndpoint.State.READY && each.node().equals(node))
            .map(ServiceEndpoint::address)
            .distinct()
            .count();
    return new LocalEndpoints(
        first.namespace(), first.service(), first.healthCheckPort(), Math.toIntExact(ready));
  }

  private List<ServiceEndpoint> endpoints(ServicePort port) {
    return slices.getOrDefault(port.namespace() + "/" + port.service(), Map.of()).values().stream()
        .flatMap(slice -> ServiceEndpoint.of(slice, port).stream())
        .distinct()
        .sorted(Comparator.comparing(ServiceEndpoint::toString))
        .toList();
  }
}
