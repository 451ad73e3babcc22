package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.tls.Authority;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.controller.ControllerManager;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.SharedReads;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;

/**
 * {@code kube-controller-manager}: the controllers run as long as its process runs and leads, with
 * the pod network from its flags, each with a service account of its own if the flags say so.
 */
public record ControllerManagerProgram(ApiClients clients) implements EventProgram {
  private static final int HEALTH_PORT = 10257;

  /**
   * The status with which Go exits on a signal without a handler that the kernel ignores, as for
   * process 1.
   */
  private static final int ENDED_BY_SIGNAL = 2;

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    if (!Flags.accepted(process, "kube-controller-manager")) {
      return;
    }
    process.onSignal(Signal.TERM, () -> process.end(ENDED_BY_SIGNAL));
    Flags flags = Flags.of(process);
    try {
      CidrAllocator allocator =
          new CidrAllocator(
              Ipv4Prefix.parse(flags.find("cluster-cidr").orElse("10.244.0.0/16")),
              Integer.parseInt(flags.find("node-cidr-mask-size").orElse("24")));
      String root = rootCertificate(process, flags);
      Authority authority = authority(process, flags);
      Kubeconfig.connect(clients, process, log)
          .ifPresent(connection -> serve(process, connection, log, allocator, root, authority));
    } catch (IllegalArgumentException | IOException unusable) {
      process.err().println("error: " + unusable.getMessage());
      process.end(1);
    }
  }

  private static String rootCertificate(Process process, Flags flags) throws IOException {
    String path = flags.find("root-ca-file").orElse("");
    try {
      return process.files().readText(path);
    } catch (IOException unreadable) {
      throw new IOException(
          "error reading root-ca-file at "
              + path
              + ": "
              + GoText.pathError("open", path, unreadable),
          unreadable);
    }
  }

  private static Authority authority(Process process, Flags flags) throws IOException {
    return Authority.read(
        text(process, flags, "cluster-signing-cert-file"),
        text(process, flags, "cluster-signing-key-file"),
        process.loop().random());
  }

  private static String text(Process process, Flags flags, String flag) throws IOException {
    String path = flags.find(flag).orElse("");
    try {
      return process.files().readText(path);
    } catch (IOException unreadable) {
      throw new IOException(
          "failed to start certificate controller: error reading CA cert file \"%s\": %s"
              .formatted(path, GoText.pathError("open", path, unreadable)),
          unreadable);
    }
  }

  private static void serve(
      Process process,
      ApiConnection connection,
      Klog log,
      CidrAllocator allocator,
      String root,
      Authority authority) {
    HealthEndpoint.listen(process, HEALTH_PORT);
    ReflectorLog watches = new ReflectorLog(log);
    ApiClient client = connection.client(watches);
    ControllerTokens tokens = new ControllerTokens(client, process::now);
    boolean ownAccounts =
        Flags.of(process).find("use-service-account-credentials").orElse("").equals("true");
    Leadership.begin(
        process,
        client,
        log,
        new Leadership.Component("kube-controller-manager", "kube-controller-manager"),
        () -> {
          ControllerManager manager =
              new ControllerManager(
                  new ControllerContext(process.loop(), client),
                  account ->
                      new ControllerContext(
                          process.loop(),
                          new SharedReads(
                              ownAccounts
                                  ? connection.as(() -> tokens.of(account)).client(watches)
                                  : client,
                              client)),
                  allocator,
                  root,
                  authority);
          process.onExit(status -> manager.close());
        });
  }
}
