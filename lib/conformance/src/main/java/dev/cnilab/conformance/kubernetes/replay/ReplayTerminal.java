package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs commands: in the machine's own shell with kubectl, or in a node's. The cluster's clock jumps
 * while a command waits.
 *
 * @param kubeconfig of the cluster
 * @param describing the same for commands that compare the cluster's times with this machine's
 */
record ReplayTerminal(Cluster cluster, HttpEndpoint endpoint, Path kubeconfig, Path describing) {
  private static final Pattern DESCRIBING =
      Pattern.compile("(?s).*\\bkubectl (-n \\S+ )?(describe|events) .*");

  /** How long a command may take, by either clock, before it is aborted. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration STEP = Duration.ofMillis(250);
  private static final int LOOK_MILLIS = 20;

  /** A command that polls and watches nothing also waits for the cluster. */
  private static final Duration POLLING = Duration.ofSeconds(3);

  /** kubectl measures its timeout with this machine's clock. */
  private static final Pattern TIMEOUT = Pattern.compile("--timeout=(\\d+)s");

  /**
   * kubectl records the restart's second, by this machine's clock, and refuses a second restart
   * within it.
   */
  private static final Pattern RESTARTING = Pattern.compile("(?s).*\\brollout restart\\b.*");

  private static final int A_SECOND = 1000;

  /** Runs a command and returns both streams of its output, and its status if it failed. */
  String type(String node, String command) throws IOException, InterruptedException {
    return node.isEmpty() ? here(command) : onNode(node, command);
  }

  private String here(String command) throws IOException, InterruptedException {
    if (RESTARTING.matcher(command).matches()) {
      Thread.sleep(A_SECOND);
    }
    int watches = endpoint.openWatches();
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
    builder.redirectErrorStream(true);
    Path way = DESCRIBING.matcher(command).matches() ? describing : kubeconfig;
    builder.environment().put("KUBECONFIG", way.toString());
    builder.environment().put("KUBECACHEDIR", way + "-cache");
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return process.getInputStream().readAllBytes();
              } catch (IOException broken) {
                return broken.toString().getBytes(StandardCharsets.UTF_8);
              }
            },
            // A virtual thread that reads a pipe may keep a carrier from the cluster's tasks.
            reader -> Thread.ofPlatform().daemon().start(reader));
    if (!awaited(process, watches, patience(command))) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      return "[has not ended after " + PATIENCE.toSeconds() + " s]";
    }
    return answer(new String(output.join(), StandardCharsets.UTF_8), process.exitValue());
  }

  /**
   * Advances the cluster's clock while the process watches something.
   *
   * @param others the watches of others, some of which may have gone unnoticed
   * @param patience by how much at most
   */
  private boolean awaited(Process process, int others, Duration patience)
      throws InterruptedException {
    Duration waited = Duration.ZERO;
    Duration passed = Duration.ZERO;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      boolean waits = endpoint.openWatches() > others || waited.compareTo(POLLING) > 0;
      if (waits && passed.compareTo(patience) < 0) {
        cluster.loop().advance(STEP);
        passed = passed.plus(STEP);
      }
      waited = waited.plusMillis(LOOK_MILLIS);
      if (waited.compareTo(PATIENCE) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Duration patience(String command) {
    Matcher timeout = TIMEOUT.matcher(command);
    return timeout.find() ? Duration.ofSeconds(Long.parseLong(timeout.group(1))) : PATIENCE;
  }

  private String onNode(String node, String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink = new Sink(out::writeBytes, () -> {});
    CompletableFuture<Integer> status = new CompletableFuture<>();
    EventLoop loop = cluster.loop();
    loop.call(
        () -> {
          EventLoop.Waiting waiting = loop.waiting();
          cluster
              .node(node)
              .orElseThrow()
              .machine()
              .start(
                  ProcessSpec.of("/bin/sh", "-c", command)
                      .descriptor(0, Sink.discarding())
                      .descriptor(1, sink)
                      .descriptor(2, sink))
              .onExit(
                  exit -> {
                    waiting.close();
                    status.complete(exit);
                  });
          return true;
        });
    int exit = status.join();
    return answer(out.toString(StandardCharsets.UTF_8), exit);
  }

  private static String answer(String output, int exit) {
    return exit == 0 ? output : output + "\n[exit " + exit + "]";
  }
}
