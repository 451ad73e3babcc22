package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.userland.process.Process;

/** Where the probes of a static pod's manifest ask: a program that runs is healthy. */
final class HealthEndpoint {
  private HealthEndpoint() {}

  static void listen(Process process, int port) {
    HttpServer.listen(process, port, "", request -> HttpResponse.ok("text/plain", "ok"));
  }
}
