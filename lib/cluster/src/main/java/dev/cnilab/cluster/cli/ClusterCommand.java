package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.HeapNeed;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.Pace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a cluster in the foreground until it is interrupted. */
@Command(
    name = "./lab cluster",
    description = {
      "Starts an embedded Kubernetes cluster for any client, in the foreground.",
      "It needs no Docker, no root and no network. Ctrl-C ends it."
    },
    sortOptions = false,
    separator = " ")
public final class ClusterCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final long SEED = 1;

  @Option(
      names = "--cni",
      paramLabel = "NAME",
      description =
          "The pod network: flannel, calico, cilium, weave, bridge or none. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "flannel",
      converter = Conversions.OfCni.class)
  private Cni cni = Cni.FLANNEL;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "The control plane and the workers together. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int nodes;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The API server's port on 127.0.0.1; 0, the default, for any that is free.",
      defaultValue = "0")
  private int port;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Where to write how to reach the cluster; the file is removed at the end."
              + " Default: ${DEFAULT-VALUE}.",
      defaultValue = ".lab/kubeconfig")
  private Path kubeconfig = Path.of(".lab/kubeconfig");

  @Option(
      names = "--pod-cidr",
      paramLabel = "CIDR",
      description = "The addresses of pods. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10.244.0.0/16",
      converter = Conversions.OfPrefix.class)
  private Ipv4Prefix podCidr = PodNetwork.standard().cidr();

  @Option(
      names = "--node-cidr-mask-size",
      paramLabel = "BITS",
      description = "The length of each node's part of them. Default: ${DEFAULT-VALUE}.",
      defaultValue = "24")
  private int nodeMaskBits;

  @Option(
      names = "--pace",
      paramLabel = "PACE",
      description =
          "real-time: the cluster's clock follows yours; on-demand: it stands still and jumps"
              + " while someone waits. Default: ${DEFAULT-VALUE}.",
      defaultValue = "real-time",
      converter = Conversions.OfPace.class)
  private Pace pace = Pace.REAL_TIME;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = {
        "Equal seeds give equal names and addresses. Default: "
            + SEED
            + ", and tokens that nobody can guess.",
        "If given, tokens depend on it, too: with --epoch and --pace on-demand, the same commands"
            + " have the same effects to the last byte."
      })
  private @Nullable Long seed;

  @Option(
      names = "--epoch",
      paramLabel = "TIME",
      description =
          "What the cluster's clock shows when its first machine is switched on, such as"
              + " 2026-01-01T00:00:00Z. Default: such that it shows the present time when the"
              + " cluster is ready.",
      converter = Conversions.OfInstant.class)
  private @Nullable Instant epoch;

  @Option(
      names = "--end-with-input",
      description =
          "Ends also when its standard input does: for a program that starts it and may be killed.")
  private boolean endWithInput;

  /** What the process ends with once the cluster was ready. */
  private volatile int status;

  @Spec private CommandSpec command = CommandSpec.create();

  /** Runs the command; exit status 0 after an interrupt, 1 if it fails, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ClusterCommand());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this text.").build());
    return new CommandLine(spec)
        .setParameterExceptionHandler(ClusterCommand::explain)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              Throwable cause =
                  failure instanceof CompletionException wrapped && wrapped.getCause() != null
                      ? wrapped.getCause()
                      : failure;
              line.getErr().println("lab: " + cause.getMessage());
              return FAILED;
            });
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    if (endWithInput) {
      Thread.ofPlatform().daemon().name("input").start(ClusterCommand::exitAfterInput);
    }
    try {
      serve(ended);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private void serve(CountDownLatch ended) throws InterruptedException {
    long begun = System.nanoTime();
    try (Cluster cluster = Cluster.switchedOff(spec())) {
      cluster.loop().onUncaught(Throwable::printStackTrace);
      CompletableFuture<HttpEndpoint> listening =
          CompletableFuture.supplyAsync(() -> cluster.server().listen(port));
      cluster.boot();
      try (HttpEndpoint endpoint = listening.join();
          KubeconfigFile file = KubeconfigFile.write(kubeconfig, endpoint.kubeconfig().toYaml())) {
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interrupted, ended)));
        OverheadLimit.watch();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        say(new ReadyMessage(cni, nodes, endpoint.port(), file.path(), took));
        awaitEnd(interrupted, endpoint.silence());
      }
    }
  }

  /**
   * Waits for whichever comes first.
   *
   * @throws IllegalStateException if the cluster ended by itself; the message says why
   */
  void awaitEnd(CompletableFuture<Void> interrupted, CompletableFuture<Void> clusterEnd) {
    try {
      CompletableFuture.anyOf(interrupted, clusterEnd).join();
    } catch (CompletionException died) {
      status = FAILED;
      throw new IllegalStateException(
          "the cluster has ended because of "
              + died.getCause()
              + "; everything in it is lost, start it again",
          died);
    }
  }

  /** Whoever has started this process holds the other end, and says nothing. */
  private static void exitAfterInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // As good as its end.
    }
    System.exit(0);
  }

  private ClusterSpec spec() {
    try {
      ClusterSpec spec =
          new ClusterSpec(
              cni,
              nodes,
              new PodNetwork(podCidr, nodeMaskBits),
              seed == null ? SEED : seed,
              seed == null ? ClusterSpec.Secrets.UNGUESSABLE : ClusterSpec.Secrets.OF_THE_SEED,
              pace,
              epoch == null ? ClusterSpec.epoch(pace, Instant.now()) : epoch);
      HeapNeed.require(nodes);
      return spec;
    } catch (IllegalArgumentException unfit) {
      throw new ParameterException(command.commandLine(), unfit.getMessage());
    }
  }

  private void say(ReadyMessage message) {
    PrintWriter out = command.commandLine().getOut();
    out.print(message);
    out.flush();
  }

  /** A signal has come, or the cluster has ended: lets the command end, then ends the process. */
  private void end(CompletableFuture<Void> interrupted, CountDownLatch ended) {
    interrupted.complete(null);
    try {
      ended.await();
    } catch (InterruptedException twice) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }

  private static int explain(ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("lab: " + wrong.getMessage());
    err.println("./lab cluster --help lists the options.");
    return CommandLine.ExitCode.USAGE;
  }
}
