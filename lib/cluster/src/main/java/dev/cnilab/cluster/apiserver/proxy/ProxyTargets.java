package dev.cnilab.cluster.apiserver.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.kubelet.KubeletAddress;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.image.http.HttpOrigin;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Finds the address behind {@code pods/NAME/proxy} and its like. */
public final class ProxyTargets {
  private final ObjectStore store;
  private final Random random;

  /**
   * Looks objects up in a store.
   *
   * @param random chooses among a service's endpoints
   */
  public ProxyTargets(ObjectStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  /**
   * The target.
   *
   * @param word {@code [SCHEME:]NAME[:PORT]}
   * @throws ApiException 404 if there is no such object, 503 if it has no endpoints; for an absent
   *     Service both apply, and a real server answers 503
   */
  public ProxyTarget find(ResourceType type, String namespace, String word) {
    ProxyName name = ProxyName.parse(word, type.singular());
    KubeObject object =
        store
            .find(type, namespace, name.name())
            .orElseThrow(
                () ->
                    type.equals(ResourceTypes.SERVICES)
                        ? nobodyBehind(word)
                        : ApiErrors.notFound(type, name.name()));
    return switch (type.plural()) {
      case "pods" -> ProxyTarget.of(pod(object, name));
      case "services" -> ProxyTarget.of(service(object, name, word));
      default -> node(object, name);
    };
  }

  private static HttpOrigin pod(KubeObject pod, ProxyName name) {
    int port = name.port().isEmpty() ? firstPort(pod, name) : name.number();
    String address = pod.text("/status/podIP");
    if (address.isEmpty()) {
      throw ApiErrors.badRequest("address not allowed");
    }
    return new HttpOrigin(name.tls(), Ipv4Address.parse(address), port);
  }

  private static int firstPort(KubeObject pod, ProxyName name) {
    for (JsonNode container : pod.at("/spec/containers")) {
      if (!container.path("ports").isEmpty()) {
        return container.at("/ports/0/containerPort").asInt();
      }
    }
    return name.number();
  }

  private HttpOrigin service(KubeObject service, ProxyName name, String word) {
    String port = portName(service, name);
    List<HttpOrigin> origins = new ArrayList<>();
    store
        .find(ResourceTypes.ENDPOINTS, service.namespace(), service.name())
        .ifPresent(endpoints -> collect(endpoints, port, name.tls(), origins));
    if (origins.isEmpty()) {
      throw nobodyBehind(word);
    }
    return origins.get(random.nextInt(origins.size()));
  }

  private static ApiException nobodyBehind(String word) {
    return unavailable("no endpoints available for service \"" + word + "\"");
  }

  /** The name of the requested port; a service's only port may have none. */
  private static String portName(KubeObject service, ProxyName name) {
    if (!name.port().matches("\\d{1,5}")) {
      return name.port();
    }
    JsonNode port = Json.first(service.at("/spec/ports"), "port", name.port());
    if (!port.isMissingNode()) {
      return port.path("name").asText("");
    }
    throw unavailable(
        "no service port " + name.port() + " found for service \"" + name.name() + "\"");
  }

  private static void collect(
      KubeObject endpoints, String port, boolean tls, List<HttpOrigin> origins) {
    for (JsonNode subset : endpoints.at("/subsets")) {
      for (JsonNode each : subset.path("ports")) {
        if (each.path("name").asText("").equals(port)) {
          subset
              .path("addresses")
              .forEach(
                  address ->
                      origins.add(
                          new HttpOrigin(
                              tls,
                              Ipv4Address.parse(address.path("ip").asText()),
                              each.path("port").asInt())));
        }
      }
    }
  }

  private static ProxyTarget node(KubeObject node, ProxyName name) {
    Endpoint kubelet = KubeletAddress.of(node);
    boolean meant = name.port().isEmpty() || name.port().equals(String.valueOf(kubelet.port()));
    return meant
        ? new ProxyTarget(
            new HttpOrigin(true, kubelet.address(), kubelet.port()), Optional.of(node.name()))
        : ProxyTarget.of(new HttpOrigin(name.tls(), kubelet.address(), name.number()));
  }

  /** Unlike the 503 of an outage, this one does not make clients retry. */
  public static ApiException unavailable(String message) {
    return new ApiException(ApiStatus.of(503, "ServiceUnavailable", message));
  }
}
