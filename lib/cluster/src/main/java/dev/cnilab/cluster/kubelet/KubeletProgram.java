package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.kubelet.certificate.CertificateCheck;
import dev.cnilab.cluster.kubelet.certificate.CertificateRotation;
import dev.cnilab.cluster.kubelet.certificate.CertificateStore;
import dev.cnilab.cluster.kubelet.certificate.ClientIdentity;
import dev.cnilab.cluster.kubelet.certificate.KubeconfigCertificate;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.server.HealthServer;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.LineListener;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Optional;

/** The program {@code kubelet}. Its process may be ended and restarted at any time. */
public final class KubeletProgram implements EventProgram {
  private final NodeConfig node;
  private final ApiClients clients;
  private final CriRuntime runtime;
  private final Handover<KubeletService> handover;

  /**
   * A kubelet that can be started.
   *
   * @param handover through which it and the API server reach each other
   */
  public KubeletProgram(
      NodeConfig node, ApiClients clients, CriRuntime runtime, Handover<KubeletService> handover) {
    this.node = node;
    this.clients = clients;
    this.runtime = runtime;
    this.handover = handover;
  }

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process::now, process.pid(), process.err()::println);
    KubeletConfig config;
    ServingIdentity identity;
    TcpListener port;
    Connected api;
    Ipv4Address address = Ipv4Address.ANY;
    try {
      KubeletCommandLine line =
          KubeletCommandLine.read(process.arguments().subList(1, process.arguments().size()));
      if (line.has("help") || line.has("version")) {
        process
            .out()
            .print(
                line.has("help")
                    ? KubeletCommandLine.help()
                    : "Kubernetes " + KubernetesRelease.VERSION + "\n");
        process.end(0);
        return;
      }
      config = KubeletConfig.read(process, line, node, log);
      Optional<String> overcommitment = config.node().overcommitment();
      if (overcommitment.isPresent()) {
        log.failure("kubelet.go:1850", overcommitment.get(), "Failed to start ContainerManager");
        process.end(1);
        return;
      }
      identity = ServingIdentity.read(process, config, log);
      requireRuntime();
      address = config.address();
      port = LineListener.listen(process, address, NodeConfig.KUBELET_PORT);
      api = connect(process, line, config, log);
    } catch (ErrnoException taken) {
      log.failure(
          "server.go:212",
          GoNet.listen(address + ":" + NodeConfig.KUBELET_PORT, taken),
          "Failed to listen and serve");
      process.end(1);
      return;
    } catch (IOException failed) {
      log.failure("run.go:72", failed.getMessage(), "command failed");
      process.end(1);
      return;
    }
    Kubelet kubelet = new Kubelet(config, api.connection(), runtime, process, identity, log);
    process.onExit(status -> kubelet.close());
    kubelet.serve(process, port, handover);
    kubelet.start();
    api.rotation().run();
    HealthServer.listen(process, config.health(), log);
  }

  /**
   * How it reaches the API server.
   *
   * @param rotation begins to renew its certificate
   */
  private record Connected(ApiConnection connection, Runnable rotation) {}

  private Connected connect(
      Process process, KubeletCommandLine line, KubeletConfig config, Klog log) throws IOException {
    if (config.rotatesCertificates()) {
      log.info("server.go:1036", "Client rotation is on, will bootstrap in background");
    }
    ClientFile known = new ClientFiles(process, line, log).read(config);
    return config.rotatesCertificates()
        ? rotating(process, known.config(), known.certificate(process), config.node().name(), log)
        : new Connected(clients.connect(process, known.config()), () -> {});
  }

  /**
   * Shows the certificate in its store, and keeps it valid. While there is none, it asks for one as
   * its kubeconfig says.
   */
  private Connected rotating(
      Process process, ClientConfig config, KubeconfigCertificate first, String name, Klog log)
      throws IOException {
    Lifetime lifetime = new Lifetime(process.machine().clock());
    process.onExit(status -> lifetime.close());
    CertificateStore store = new CertificateStore(process.files());
    ClientIdentity identity;
    try {
      identity = CertificateRotation.identity(lifetime, store, first, log);
    } catch (IOException unusable) {
      throw new IOException(
          "failed to run Kubelet: failed to initialize client certificate manager: "
              + unusable.getMessage(),
          unusable);
    }
    ApiConnection connection =
        clients.connect(
            process, new ClientConfig(config.address(), config.trust(), identity::credential));
    ApiConnection requests = connection.as(() -> identity.credentialOr(config.credential()));
    CertificateRotation rotation =
        new CertificateRotation(
            lifetime, store, identity, requests.client(new ReflectorLog(log)), name, log);
    CertificateCheck check =
        new CertificateCheck(lifetime, identity, connection::reconnect, () -> process.end(1), log);
    return new Connected(
        connection,
        () -> {
          rotation.start();
          check.start();
        });
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
