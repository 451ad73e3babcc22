package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.SharedReads;
import dev.cnilab.cluster.controlplane.component.ComponentFlags;
import dev.cnilab.cluster.controlplane.component.ComponentKubeconfig;
import dev.cnilab.cluster.controlplane.component.HealthEndpoint;
import dev.cnilab.cluster.controlplane.component.Leadership;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.pflag.ValueType;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code kube-controller-manager}: the controllers run as long as its process runs and leads, with
 * the pod network from its flags, each with a service account of its own if the flags say so.
 */
public record ControllerManagerProgram(ApiClients clients) implements EventProgram {
  private static final int HEALTH_PORT = 10257;

  /** How long certificates are valid unless a flag says otherwise. */
  private static final Duration SIGNED_FOR = Duration.ofDays(365);

  /**
   * The status with which Go exits on a signal without a handler that the kernel ignores, as for
   * process 1.
   */
  private static final int ENDED_BY_SIGNAL = 2;

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    ComponentFlags.read(process, "kube-controller-manager")
        .ifPresent(flags -> begin(process, log, flags));
  }

  private void begin(Process process, Klog log, Given flags) {
    process.signals().handle(Signal.TERM, () -> process.end(ENDED_BY_SIGNAL));
    try {
      Optional<CidrAllocator> allocator = allocator(flags);
      String root = rootCertificate(process, flags);
      Authority authority = authority(process, flags);
      ComponentKubeconfig.connect(clients, process, flags, log)
          .ifPresent(
              connection -> serve(process, flags, connection, log, allocator, root, authority));
    } catch (IllegalArgumentException | IOException unusable) {
      process.err().println("error: " + unusable.getMessage());
      process.end(1);
    }
  }

  private static Optional<CidrAllocator> allocator(Given flags) {
    return flags.isSet("allocate-node-cidrs", false)
        ? Optional.of(
            new CidrAllocator(
                Ipv4Prefix.parse(flags.find("cluster-cidr").orElse("")),
                ValueType.number(flags.find("node-cidr-mask-size").orElse("24"))))
        : Optional.empty();
  }

  private static String rootCertificate(Process process, Given flags) throws IOException {
    String path = flags.find("root-ca-file").orElse("");
    try {
      return GoFile.text(process.files(), path);
    } catch (GoPathException unreadable) {
      throw new IOException(
          "error reading root-ca-file at " + path + ": " + unreadable.text(), unreadable);
    }
  }

  private static Authority authority(Process process, Given flags) throws IOException {
    return Authority.read(
        text(process, flags, "cluster-signing-cert-file"),
        text(process, flags, "cluster-signing-key-file"),
        process.loop().random());
  }

  private static String text(Process process, Given flags, String flag) throws IOException {
    String path = flags.find(flag).orElse("");
    try {
      return GoFile.text(process.files(), path);
    } catch (GoPathException unreadable) {
      throw new IOException(
          "failed to start certificate controller: error reading CA cert file \"%s\": %s"
              .formatted(path, unreadable.text()),
          unreadable);
    }
  }

  private static void serve(
      Process process,
      Given flags,
      ApiConnection connection,
      Klog log,
      Optional<CidrAllocator> allocator,
      String root,
      Authority authority) {
    HealthEndpoint.listen(process, flags, HEALTH_PORT);
    ReflectorLog watches = new ReflectorLog(log);
    ApiClient client = connection.client(watches);
    ControllerTokens tokens = new ControllerTokens(client, process::now);
    boolean ownAccounts = flags.isSet("use-service-account-credentials", false);
    Leadership.lead(
        process,
        flags,
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
                  authority,
                  flags
                      .find("cluster-signing-duration")
                      .flatMap(GoDuration::parse)
                      .orElse(SIGNED_FOR));
          process.onExit(status -> manager.close());
        });
  }
}
