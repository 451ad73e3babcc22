package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;

/** The program {@code kube-proxy}. */
public final class KubeProxy implements EventProgram {
  /**
   * How a Go program without a handler ends as process 1, where the signal itself has no effect.
   */
  private static final int ENDED_BY_SIGNAL = 2;

  private final ApiClient client;

  public KubeProxy(ApiClient client) {
    this.client = client;
  }

  @Override
  public void begin(Process process) {
    process.onSignal(Signal.TERM, () -> process.end(ENDED_BY_SIGNAL));
    Klog log = new Klog(process.loop()::now, process.pidInside(), process.err()::println);
    try {
      ProxyServer server = new ProxyServer(client, process, ProxyConfiguration.read(process), log);
      process.onExit(status -> server.close());
      server.start();
    } catch (IOException unusable) {
      log.failure("server.go:154", unusable.getMessage(), "\"command failed\"");
      process.end(1);
    }
  }
}
