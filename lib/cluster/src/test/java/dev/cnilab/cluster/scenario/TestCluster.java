package dev.cnilab.cluster.scenario;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A cluster from a learner's terminal: its objects, and commands on nodes and in pods. */
public final class TestCluster extends ClusterObjects implements AutoCloseable {
  private final List<Throwable> defects = new CopyOnWriteArrayList<>();

  public TestCluster(ClusterSpec spec) {
    super(Cluster.switchedOff(spec));
    cluster().loop().onUncaught(defects::add);
    cluster().boot();
  }

  public Node node(String name) {
    return cluster().node(name).orElseThrow();
  }

  /** Runs a command line in a shell on a node and returns its output. */
  public String onNode(String node, String commandLine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink = new Sink(out::writeBytes, () -> {});
    CompletableFuture<Integer> status = new CompletableFuture<>();
    cluster()
        .loop()
        .call(
            () -> {
              var waiting = cluster().loop().waiting();
              Process process =
                  node(node)
                      .machine()
                      .start(
                          ProcessSpec.of("/bin/sh", "-c", commandLine)
                              .descriptor(0, Sink.discarding())
                              .descriptor(1, sink)
                              .descriptor(2, sink));
              process.onExit(
                  code -> {
                    waiting.close();
                    status.complete(code);
                  });
              return true;
            });
    status.join();
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Runs a command in a pod's first container; returns its output, errors last, and a line {@code
   * [exit N]} if it fails.
   */
  public String inPod(String pod, String... command) {
    Pod found = pod(pod);
    String container =
        found.object().text("/status/containerStatuses/0/containerID").replace("containerd://", "");
    CompletableFuture<ExecSyncResult> result = new CompletableFuture<>();
    cluster()
        .loop()
        .call(
            () -> {
              var waiting = cluster().loop().waiting();
              return cluster()
                  .loop()
                  .spawn(
                      "exec",
                      () -> {
                        try (waiting) {
                          result.complete(
                              node(found.nodeName())
                                  .containerd()
                                  .execSync(container, List.of(command), Duration.ofMinutes(1)));
                        } catch (RuntimeException failed) {
                          result.completeExceptionally(failed);
                        }
                      });
            });
    ExecSyncResult ended = result.join();
    return ended.stdout()
        + ended.stderr()
        + (ended.exitCode() == 0 ? "" : "[exit " + ended.exitCode() + "]\n");
  }

  /** The log of a pod's first container, as from {@code kubectl logs}. */
  public String logs(String pod) {
    Pod found = pod(pod);
    String path =
        "/var/log/pods/default_%s_%s/%s/0.log"
            .formatted(pod, found.object().uid(), found.object().text("/spec/containers/0/name"));
    return onNode(found.nodeName(), "cat " + path)
        .lines()
        .map(line -> line.split(" ", 4)[3])
        .collect(Collectors.joining("\n"));
  }

  /** The lines of a unit's journal. */
  public List<String> journal(String node, String unit) {
    return cluster()
        .loop()
        .call(
            () ->
                node(node).machine().journal().entries().stream()
                    .filter(entry -> entry.unit().equals(unit + ".service"))
                    .map(entry -> entry.message())
                    .toList());
  }

  @Override
  public void close() {
    cluster().close();
    requireNoDefects();
  }

  /** Fails if an unexpected exception has reached the loop. */
  public void requireNoDefects() {
    AssertionError failure = new AssertionError("exceptions that nobody caught: " + defects);
    defects.forEach(failure::addSuppressed);
    if (!defects.isEmpty()) {
      throw failure;
    }
  }
}
