package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.image.proxy.config.BindAddress;
import dev.cnilab.cluster.image.proxy.config.KubeProxyConfiguration;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** Where kube-proxy says how it is: its health, and its mode on the port for metrics. */
record StatusPages(Process process, KubeProxyConfiguration configuration, Klog log) {
  /** The time between two attempts to listen. */
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** Whether it continues. It may do so even if it cannot listen; then it tries again later. */
  boolean serveHealth(ProxyHealth health) {
    BindAddress at = configuration.health();
    try {
      HttpServer.listen(process, at.address(), at.port(), "", health::answer);
      return true;
    } catch (ErrnoException taken) {
      String why =
          "failed to start proxy healthz on " + at + ": " + GoNet.listen(at.toString(), taken);
      log.failure("server.go:446", why, "Healthz server failed");
      return goesOn("healthz server failed: " + why, () -> serveHealth(health));
    }
  }

  /** Like {@link #serveHealth}. Metrics are not counted here, so they are answered with 404. */
  boolean serveMode() {
    BindAddress at = configuration.metrics();
    try {
      HttpServer.listen(process, at.address(), at.port(), "", this::mode);
      return true;
    } catch (ErrnoException taken) {
      String why = GoNet.listen(at.toString(), taken);
      log.failure(
          "server.go:500", why, "starting metrics server failed", "logger", "UnhandledError");
      return goesOn(why, this::serveMode);
    }
  }

  /** With {@code bindAddressHardFail}, it ends where it cannot listen. */
  private boolean goesOn(String why, Runnable again) {
    boolean hard = configuration.document().path("bindAddressHardFail").asBoolean(false);
    if (hard) {
      log.failure("server.go:137", why, "Error running ProxyServer");
    } else {
      process
          .loop()
          .schedule(
              PERIOD,
              () -> {
                if (process.isAlive()) {
                  again.run();
                }
              });
    }
    return !hard;
  }

  private HttpResponse mode(HttpRequest request) {
    return switch (request.path()) {
      case "/healthz" -> HttpResponse.ok("text/plain; charset=utf-8", "ok");
      case "/proxyMode" ->
          HttpResponse.ok("text/plain; charset=utf-8", configuration.mode().toString());
      default -> HttpResponse.notFound();
    };
  }
}
