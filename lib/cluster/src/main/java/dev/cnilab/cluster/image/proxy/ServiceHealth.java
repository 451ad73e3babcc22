package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.image.proxy.service.LocalEndpoints;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Tells load balancers at each Service's healthCheckNodePort whether this node has endpoints for it
 * (pkg/proxy/healthcheck/service_health.go).
 */
final class ServiceHealth implements AutoCloseable {
  private static final String BODY =
      """
      {
      \t"service": {
      \t\t"namespace": "%s",
      \t\t"name": "%s"
      \t},
      \t"localEndpoints": %d,
      \t"serviceProxyHealthy": %b
      }\
      """;

  private final Process process;
  private final Klog log;
  private final String node;
  private final BooleanSupplier healthy;
  private final Map<Integer, HttpServer> listening = new HashMap<>();
  private Map<Integer, LocalEndpoints> known = Map.of();

  /**
   * Without open ports.
   *
   * @param node its name
   * @param healthy whether the proxy itself keeps up with the changes
   */
  ServiceHealth(Process process, Klog log, String node, BooleanSupplier healthy) {
    this.process = process;
    this.log = log;
    this.node = node;
    this.healthy = healthy;
  }

  /** Opens the ports of these Services, and closes all others. */
  void sync(List<LocalEndpoints> services) {
    Map<Integer, LocalEndpoints> next = new HashMap<>();
    services.forEach(service -> next.put(service.port(), service));
    known = next;
    listening
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !next.containsKey(each.getKey());
              if (gone) {
                each.getValue().close();
              }
              return gone;
            });
    services.stream().filter(each -> !listening.containsKey(each.port())).forEach(this::open);
  }

  private void open(LocalEndpoints service) {
    int port = service.port();
    try {
      listening.put(port, HttpServer.listen(process, port, "", request -> answer(port)));
    } catch (ErrnoException taken) {
      log.failure(
          "service_health.go:144",
          GoNet.listen("0.0.0.0:" + port, taken),
          "Failed to start healthcheck",
          "node",
          node,
          "service",
          service.namespace() + "/" + service.service(),
          "port",
          port);
    }
  }

  private HttpResponse answer(int port) {
    LocalEndpoints service = known.get(port);
    if (service == null) {
      return HttpResponse.notFound();
    }
    boolean well = healthy.getAsBoolean();
    String body = BODY.formatted(service.namespace(), service.service(), service.ready(), well);
    HttpResponse response =
        well && service.ready() > 0
            ? HttpResponse.ok("application/json", body)
            : new HttpResponse(503, "Service Unavailable", "application/json", body);
    return response
        .withHeader("X-Content-Type-Options", "nosniff")
        .withHeader("X-Load-Balancing-Endpoint-Weight", Integer.toString(service.ready()));
  }

  @Override
  public void close() {
    sync(List.of());
  }
}
