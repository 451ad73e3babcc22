package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ClientConfig;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.server.HealthServer;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The program {@code kubelet}. Its process may end at any time and be started again. */
public final class KubeletProgram implements EventProgram {
  private final NodeConfig node;
  private final ApiClients clients;
  private final CriRuntime runtime;
  private final Consumer<KubeletEndpoint> serve;

  /** Whose port 10250 is; null if nobody's. */
  private @Nullable Process serving;

  /**
   * A kubelet that can be started.
   *
   * @param serve is told where this kubelet answers the API server, each time it is started
   */
  public KubeletProgram(
      NodeConfig node, ApiClients clients, CriRuntime runtime, Consumer<KubeletEndpoint> serve) {
    this.node = node;
    this.clients = clients;
    this.runtime = runtime;
    this.serve = serve;
  }

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process.loop()::now, process.pid(), process.err()::println);
    KubeletConfig config;
    ApiConnection connection;
    try {
      CommandLine line =
          CommandLine.read(process.arguments().subList(1, process.arguments().size()));
      if (line.has("help") || line.has("version")) {
        process
            .out()
            .print(
                line.has("help")
                    ? CommandLine.help()
                    : "Kubernetes " + KubernetesRelease.VERSION + "\n");
        process.end(0);
        return;
      }
      config = KubeletConfig.read(process, line, node, log);
      requireRuntime();
      if (serving != null) {
        log.failure(
            "server.go:212",
            "listen tcp 0.0.0.0:10250: bind: address already in use",
            "Failed to listen and serve");
        process.end(1);
        return;
      }
      connection = connect(process, line, log);
    } catch (IOException failed) {
      log.failure("run.go:72", failed.getMessage(), "command failed");
      process.end(1);
      return;
    }
    serving = process;
    Kubelet kubelet = new Kubelet(config, connection, runtime, process, log);
    process.onExit(
        status -> {
          serving = null;
          kubelet.close();
        });
    kubelet.start();
    HealthServer.listen(process, config.health(), log);
    serve.accept(kubelet.endpoint());
  }

  /** By its kubeconfig; one that cannot be used is as good as none ({@code LoadClientCert}). */
  private ApiConnection connect(Process process, CommandLine line, Klog log) throws IOException {
    String kubeconfig = line.values().getOrDefault("kubeconfig", "");
    if (kubeconfig.isEmpty()) {
      throw new IOException("this kubelet has no standalone mode: give it --kubeconfig");
    }
    try {
      return clients.connect(process, ClientConfig.kubeconfig(process, kubeconfig));
    } catch (IOException unusable) {
      log.failure(
          "bootstrap.go:240",
          "Unable to read existing bootstrap client config from "
              + kubeconfig
              + ": "
              + unusable.getMessage(),
          "Unhandled Error",
          "logger",
          "UnhandledError");
      String bootstrap = line.values().getOrDefault("bootstrap-kubeconfig", "");
      throw new IOException(
          "failed to run Kubelet: unable to load bootstrap kubeconfig: stat "
              + bootstrap
              + ": no such file or directory",
          unusable);
    }
  }

  private void requireRuntime() throws IOException {
    try {
      runtime.version();
    } catch (CriException unreachable) {
      throw new IOException(
          "failed to run Kubelet: validate service connection: validate CRI v1 runtime API for"
              + " endpoint \"unix:///run/containerd/containerd.sock\": "
              + unreachable.getMessage(),
          unreachable);
    }
  }
}
