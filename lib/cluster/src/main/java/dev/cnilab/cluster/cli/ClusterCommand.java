package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.ParseException;

/** Runs a cluster in the foreground until it is interrupted. */
public final class ClusterCommand {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private final PrintWriter out;
  private final PrintWriter err;

  /** The exit status once the cluster has been ready. */
  private volatile int status;

  ClusterCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command; exit status 0 after an interrupt, 1 if it fails, 2 for wrong arguments. */
  @SuppressWarnings("SystemOut") // the command's own streams
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(new ClusterCommand(out, err).run(arguments));
  }

  int run(String... arguments) {
    try {
      CommandLine line = ClusterOptions.parse(arguments);
      if (line.hasOption(ClusterOptions.HELP)) {
        return help();
      }
      serve(ClusterArguments.of(line));
      return 0;
    } catch (ParseException wrong) {
      err.println("lab: " + wrong.getMessage());
      err.println("./lab cluster --help lists the options.");
      return WRONG_ARGUMENTS;
    } catch (CompletionException failed) {
      return failed(failed.getCause() == null ? failed : failed.getCause());
    } catch (RuntimeException failed) {
      return failed(failed);
    }
  }

  private int help() {
    ClusterOptions.printHelp(out);
    if (out.checkError()) {
      err.println("lab: could not write the help to the standard output");
      return FAILED;
    }
    return 0;
  }

  private int failed(Throwable cause) {
    err.println("lab: " + cause.getMessage());
    return FAILED;
  }

  private void serve(ClusterArguments wanted) {
    CountDownLatch ended = new CountDownLatch(1);
    if (wanted.endWithInput()) {
      Thread.ofPlatform().daemon().name("input").start(ClusterCommand::exitAfterInput);
    }
    try {
      serve(wanted, ended);
    } finally {
      ended.countDown();
    }
  }

  private void serve(ClusterArguments wanted, CountDownLatch ended) {
    long begun = System.nanoTime();
    ClusterSpec spec = wanted.spec();
    try (Cluster cluster = Cluster.switchedOff(spec)) {
      cluster.loop().onUncaught(Throwable::printStackTrace);
      CompletableFuture<HttpEndpoint> listening =
          CompletableFuture.supplyAsync(() -> cluster.server().listen(wanted.port()));
      boot(cluster, listening);
      try (HttpEndpoint endpoint = listening.join();
          TemporaryKubeconfig file =
              TemporaryKubeconfig.write(wanted.kubeconfig(), endpoint.kubeconfig().toYaml())) {
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interrupted, ended)));
        OverheadLimit.watch();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        out.print(new ReadyMessage(spec.cni(), spec.nodes(), endpoint.port(), file.path(), took));
        out.flush();
        awaitEnd(interrupted, endpoint.silence());
      }
    }
  }

  /** Requests that arrive during the boot are answered; after a failure none are. */
  private static void boot(Cluster cluster, CompletableFuture<HttpEndpoint> listening) {
    try {
      cluster.boot();
    } catch (RuntimeException notReady) {
      var unused = listening.thenAccept(HttpEndpoint::close);
      throw notReady;
    }
  }

  /**
   * Waits for an interrupt or for the cluster's end.
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

  /** The process that started this one holds the other end and never writes. */
  private static void exitAfterInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // An error counts as the end.
    }
    System.exit(0);
  }

  /**
   * A signal has come, or the cluster has ended: waits until the command has ended, then ends the
   * process.
   */
  private void end(CompletableFuture<Void> interrupted, CountDownLatch ended) {
    interrupted.complete(null);
    try {
      ended.await();
    } catch (InterruptedException twice) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }
}
