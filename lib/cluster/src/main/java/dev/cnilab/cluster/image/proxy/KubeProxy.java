package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.io.IOException;

/** The program {@code kube-proxy}. */
public final class KubeProxy implements EventProgram {
  private final ApiClient client;

  public KubeProxy(ApiClient client) {
    this.client = client;
  }

  @Override
  public void begin(Process process) {
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
