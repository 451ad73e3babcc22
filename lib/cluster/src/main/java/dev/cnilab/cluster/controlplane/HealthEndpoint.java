package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.userland.process.Process;

/** The endpoint of the probes in a static pod's manifest: a running program is healthy. */
final class HealthEndpoint {
  private HealthEndpoint() {}

  static void listen(Process process, int port) {
    HttpServer.listen(process, port, "", request -> HttpResponse.ok("text/plain", "ok"));
  }
}
