package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.cluster.image.proxy.service.ServicePort.Policy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The endpoints to which a node sends a port's traffic (pkg/proxy/topology.go).
 *
 * @param cluster for traffic that may go anywhere
 * @param local for traffic that must stay on the node
 * @param any whether there is a usable one anywhere
 */
public record EndpointChoice(
    List<ServiceEndpoint> cluster, List<ServiceEndpoint> local, boolean any) {
  public static EndpointChoice of(ServicePort port, List<ServiceEndpoint> all, String node) {
    List<ServiceEndpoint> cluster =
        port.usesClusterEndpoints() ? usable(all, each -> true) : List.of();
    if (!port.usesLocalEndpoints()) {
      return new EndpointChoice(cluster, List.of(), !cluster.isEmpty());
    }
    return new EndpointChoice(
        cluster,
        usable(all, each -> each.node().equals(node)),
        !usable(all, each -> true).isEmpty());
  }

  /** The ready ones; if there are none, those that are terminating but still serving. */
  private static List<ServiceEndpoint> usable(
      List<ServiceEndpoint> all, Predicate<ServiceEndpoint> where) {
    for (ServiceEndpoint.State state :
        List.of(ServiceEndpoint.State.READY, ServiceEndpoint.State.SERVING_TERMINATING)) {
      List<ServiceEndpoint> found =
          all.stream().filter(each -> each.state() == state).filter(where).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  public List<ServiceEndpoint> of(Policy policy) {
    return policy == Policy.LOCAL ? local : cluster;
  }

  /** Whether traffic of that policy has an endpoint. */
  public boolean serves(Policy policy) {
    return any && (policy == Policy.CLUSTER || !local.isEmpty());
  }

  /** All endpoints that rules lead to. */
  public Set<ServiceEndpoint> reachable() {
    Set<ServiceEndpoint> all = new LinkedHashSet<>(cluster);
    all.addAll(local);
    return all;
  }
}
