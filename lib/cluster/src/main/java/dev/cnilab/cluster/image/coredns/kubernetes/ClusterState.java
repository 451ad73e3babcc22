package dev.cnilab.cluster.image.coredns.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What CoreDNS has read from the API server. */
final class ClusterState {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration BETWEEN_LINES = Duration.ofMillis(500);

  private final PluginHost host;
  private final Process process;
  private final ApiClient client;
  private final FollowedObjects scope;
  private final Map<ResourceType, Informer> informers = new HashMap<>();
  private long serial;

  ClusterState(PluginHost host, ApiClient client, FollowedObjects scope) {
    this.host = host;
    this.client = client;
    this.scope = scope;
    this.process = host.process();
  }

  /** Connects, and waits a limited time until everything has been read. */
  void connect() {
    follow();
    long begun = process.loop().nanoTime();
    long line = begun + BETWEEN_LINES.toNanos();
    while (!isSynced() && process.isAlive()) {
      process.loop().sleep(LOOK);
      long now = process.loop().nanoTime();
      if (!isSynced() && now - begun >= scope.patience().toNanos()) {
        host.log("WARNING", "kubernetes", "starting server with unsynced Kubernetes API");
        return;
      }
      if (!isSynced() && now >= line) {
        line += BETWEEN_LINES.toNanos();
        host.log("INFO", "kubernetes", "waiting for Kubernetes API before starting server");
      }
    }
  }

  private void follow() {
    for (ResourceType type : scope.types()) {
      informers.put(
          type, Informer.of(client, type, "", scope.options(type)).onChange(this::changed));
    }
    process.onExit(status -> close());
  }

  private void changed(WatchEvent event) {
    serial = process.now().getEpochSecond();
  }

  void close() {
    informers.values().forEach(Informer::close);
  }

  boolean isSynced() {
    return !informers.isEmpty() && informers.values().stream().allMatch(Informer::isSynced);
  }

  /** The time of the last change, in seconds. */
  long serial() {
    return serial;
  }

  private Stream<KubeObject> all(ResourceType type) {
    Informer informer = informers.get(type);
    return informer == null ? Stream.empty() : informer.list().stream();
  }

  private Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    Informer informer = informers.get(type);
    return informer == null ? Optional.empty() : informer.find(namespace, name);
  }

  Stream<KubeObject> services() {
    return all(ResourceTypes.SERVICES);
  }

  Optional<KubeObject> service(String namespace, String name) {
    return find(ResourceTypes.SERVICES, namespace, name);
  }

  boolean hasNamespace(String name) {
    return find(ResourceTypes.NAMESPACES, "", name).isPresent();
  }

  boolean hasPod(String namespace, String address) {
    return all(ResourceTypes.PODS)
        .anyMatch(
            pod -> pod.namespace().equals(namespace) && pod.text("/status/podIP").equals(address));
  }

  /**
   * A ready endpoint of a Service.
   *
   * @param hostname "" if it has none
   * @param pod its name; "" if it is not a pod
   */
  record Address(
      String namespace, String service, String ip, String hostname, String pod, JsonNode ports) {}

  /** Every ready address in the cluster. */
  Stream<Address> addresses() {
    return all(ResourceTypes.ENDPOINT_SLICES).flatMap(ClusterState::addresses);
  }

  private static Stream<Address> addresses(KubeObject slice) {
    List<Address> addresses = new ArrayList<>();
    for (JsonNode endpoint : slice.at("/endpoints")) {
      if (endpoint.at("/conditions/ready").asBoolean(true)) {
        for (JsonNode ip : endpoint.path("addresses")) {
          addresses.add(
              new Address(
                  slice.namespace(),
                  slice.labels().getOrDefault(SERVICE_NAME, ""),
                  ip.asText(),
                  endpoint.path("hostname").asText(""),
                  endpoint.at("/targetRef/name").asText(""),
                  slice.at("/ports")));
        }
      }
    }
    return addresses.stream();
  }
}
