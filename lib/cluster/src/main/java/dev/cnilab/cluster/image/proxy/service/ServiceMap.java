package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Services and EndpointSlices as far as kube-proxy of a node knows them, and which of them have
 * changed. Services go by their keys, {@code NAMESPACE/NAME}.
 */
public final class ServiceMap {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Map<String, List<ServicePort>> services = new TreeMap<>();
  private final Map<String, Map<String, KubeObject>> slices = new HashMap<>();
  private final Map<String, LocalEndpoints> healthChecks = new TreeMap<>();
  private final Set<String> unchecked = new TreeSet<>();
  private final String node;
  private Set<String> changed = new TreeSet<>();

  /**
   * Without Services.
   *
   * @param node the name of its node
   */
  public ServiceMap(String node) {
    this.node = node;
  }

  /** Handles a change of a Service. */
  public void onService(WatchEvent event) {
    String key = event.object().key();
    if (event.type() == WatchEvent.Type.DELETED) {
      services.remove(key);
    } else {
      services.put(key, ServicePort.of(event.object()));
    }
    changed(key);
  }

  /** Handles a change of an EndpointSlice. */
  public void onSlice(WatchEvent event) {
    KubeObject slice = event.object();
    String service = slice.namespace() + "/" + slice.labels().getOrDefault(SERVICE_NAME, "");
    Map<String, KubeObject> ofService = slices.computeIfAbsent(service, none -> new TreeMap<>());
    if (event.type() == WatchEvent.Type.DELETED) {
      ofService.remove(slice.name());
      if (ofService.isEmpty()) {
        slices.remove(service);
      }
    } else {
      ofService.put(slice.name(), slice);
    }
    changed(service);
  }

  private void changed(String service) {
    changed.add(service);
    unchecked.add(service);
  }

  /** The Services that have changed, or whose endpoints have, since this was called last. */
  public Set<String> takeChanges() {
    Set<String> taken = changed;
    changed = new TreeSet<>();
    return taken;
  }

  /** All Services. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(services.keySet());
  }

  /** The ports of a Service with the endpoints that the node sends to; none if it is unknown. */
  public ProxiedService service(String key) {
    EndpointsByPort all = endpoints(key);
    List<ProxiedPort> ports = new ArrayList<>();
    int count = 0;
    for (ServicePort port : services.getOrDefault(key, List.of())) {
      List<ServiceEndpoint> endpoints = all.of(port);
      count += endpoints.size();
      ports.add(new ProxiedPort(port, EndpointChoice.of(port, endpoints, node)));
    }
    return new ProxiedService(ports, count);
  }

  /** The Services whose load balancers ask the node for its endpoints. */
  public List<LocalEndpoints> healthChecks() {
    for (String key : unchecked) {
      List<ServicePort> ports = services.getOrDefault(key, List.of());
      if (ports.isEmpty() || ports.getFirst().healthCheckPort() == 0) {
        healthChecks.remove(key);
      } else {
        healthChecks.put(key, localEndpoints(ports, endpoints(key)));
      }
    }
    unchecked.clear();
    return List.copyOf(healthChecks.values());
  }

  private LocalEndpoints localEndpoints(List<ServicePort> ports, EndpointsByPort endpoints) {
    ServicePort first = ports.getFirst();
    long ready =
        ports.stream()
            .flatMap(port -> endpoints.of(port).stream())
            .filter(each -> each.state() == ServiceEndpoint.State.READY && each.node().equals(node))
            .map(ServiceEndpoint::address)
            .distinct()
            .count();
    return new LocalEndpoints(
        first.namespace(), first.service(), first.healthCheckPort(), Math.toIntExact(ready));
  }

  private EndpointsByPort endpoints(String key) {
    return new EndpointsByPort(slices.getOrDefault(key, Map.of()).values());
  }
}
