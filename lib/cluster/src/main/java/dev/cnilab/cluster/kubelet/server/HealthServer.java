package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import java.time.Duration;

/**
 * A kubelet's health endpoint on its own machine: {@code http://127.0.0.1:10248/healthz} by
 * default.
 */
public final class HealthServer {
  /** The default port. */
  public static final int PORT = 10248;

  private static final Duration UNTIL_RETRY = Duration.ofSeconds(5);
  private static final String PLAIN = "text/plain; charset=utf-8";

  private HealthServer() {}

  /**
   * Listens until the process ends; retries while another program has the port.
   *
   * @param at port 0 for none
   */
  public static void listen(Process process, Endpoint at, Klog log) {
    if (at.port() == 0 || !process.isAlive()) {
      return;
    }
    try {
      HttpServer.listen(process, at.address(), at.port(), "", HealthServer::answer);
    } catch (ErrnoException taken) {
      log.failure(
          "server.go:996",
          GoNet.listen(at.address() + ":" + at.port(), taken),
          "Failed to start healthz server");
      process.loop().schedule(UNTIL_RETRY, () -> listen(process, at, log));
    }
  }

  private static HttpResponse answer(HttpRequest request) {
    return switch (request.path()) {
      case "/healthz", "/healthz/ping" -> HttpResponse.ok(PLAIN, "ok");
      default -> HttpResponse.notFound();
    };
  }
}
