package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.image.proxy.config.KubeProxyConfiguration;
import dev.cnilab.cluster.image.proxy.config.ProxyFlags;
import dev.cnilab.cluster.image.proxy.config.ProxyMode;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;

/** The program {@code kube-proxy}. */
public final class KubeProxy implements EventProgram {
  /**
   * The exit status of a Go program without a handler that runs as process 1, where the signal
   * itself has no effect.
   */
  private static final int ENDED_BY_SIGNAL = 2;

  private final ApiClients clients;

  public KubeProxy(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public void begin(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(ENDED_BY_SIGNAL));
    Given flags;
    try {
      flags = ProxyFlags.parse(process.arguments());
    } catch (IOException wrong) {
      process.err().println("Error: " + wrong.getMessage());
      process.end(1);
      return;
    }
    if (flags.has("help") || flags.has("version")) {
      process
          .out()
          .print(
              flags.has("help")
                  ? ProxyFlags.help()
                  : "Kubernetes " + KubernetesRelease.VERSION + "\n");
      process.end(0);
      return;
    }
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    KubeProxyConfiguration configuration;
    try {
      configuration = KubeProxyConfiguration.read(process, flags, log);
    } catch (IOException unusable) {
      fail(process, log, unusable);
      return;
    }
    try {
      if (configuration.mode() == ProxyMode.IPVS) {
        throw new IOException("can't use the IPVS proxier: ipvs not supported");
      }
      if (configuration.isInCluster()) {
        log.info(
            "server.go:411",
            "Neither kubeconfig file nor master URL was specified, falling back to in-cluster"
                + " config");
      }
      ApiClient client =
          clients.connect(process, configuration.client(process)).client(new ReflectorLog(log));
      ProxyServer server = new ProxyServer(client, process, configuration, log);
      Task task = process.loop().spawn("kube-proxy", server::start);
      process.onExit(
          status -> {
            task.interrupt(); // it may be waiting for the API, or for the node's address
            server.close();
          });
    } catch (IOException unusable) {
      log.failure("server.go:137", unusable.getMessage(), "Error running ProxyServer");
      fail(process, log, unusable);
    }
  }

  private static void fail(Process process, Klog log, IOException unusable) {
    log.failure("run.go:72", unusable.getMessage(), "command failed");
    process.end(1);
  }
}
