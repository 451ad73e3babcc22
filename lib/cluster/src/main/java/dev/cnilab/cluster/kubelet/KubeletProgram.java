package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.util.function.Consumer;

/** The program {@code kubelet}. Its process may end at any time and be started again. */
public final class KubeletProgram implements EventProgram {
  private final KubeletConfig config;
  private final ApiClient client;
  private final CriRuntime runtime;
  private final Consumer<KubeletEndpoint> serve;

  /**
   * A kubelet that can be started.
   *
   * @param serve is told where this kubelet answers the API server, each time it is started
   */
  public KubeletProgram(
      KubeletConfig config, ApiClient client, CriRuntime runtime, Consumer<KubeletEndpoint> serve) {
    this.config = config;
    this.client = client;
    this.runtime = runtime;
    this.serve = serve;
  }

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process.loop()::now, process.pid(), process.err()::println);
    try {
      runtime.version();
    } catch (CriException unreachable) {
      log.failure(
          "run.go:72",
          "failed to run Kubelet: validate service connection: validate CRI v1 runtime API for"
              + " endpoint \"unix:///run/containerd/containerd.sock\": "
              + unreachable.getMessage(),
          "command failed");
      process.end(1);
      return;
    }
    Kubelet kubelet = new Kubelet(config, client, runtime, process, log);
    process.onExit(status -> kubelet.close());
    kubelet.start();
    serve.accept(kubelet.endpoint());
  }
}
