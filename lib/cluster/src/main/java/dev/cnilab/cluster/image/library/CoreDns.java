package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;

/** {@code coredns} as far as the kubelet's probes ask it. */
final class CoreDns implements EventProgram {
  private static final int HEALTH_PORT = 8080;
  private static final int READY_PORT = 8181;

  @Override
  public void begin(Process process) {
    for (int port : new int[] {HEALTH_PORT, READY_PORT}) {
      HttpServer.listen(
          process, port, "", request -> HttpResponse.ok("text/plain; charset=utf-8", "OK"));
    }
    process.onSignal(Signal.TERM, () -> process.end(0));
    process.out().println(".:53\nCoreDNS-1.14.3\nlinux/amd64, go1.26.8, ");
  }
}
