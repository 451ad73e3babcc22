package dev.cnilab.cluster.kubectl;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Pace;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A cluster as {@code ./lab cluster} starts it, and a kubectl configured for it. */
public final class WholeCluster implements AutoCloseable {
  private final Cluster cluster;
  private final HttpEndpoint endpoint;
  private final KubectlFolder folder;

  public WholeCluster() {
    this(Pace.REAL_TIME);
  }

  /** A cluster whose time advances only while somebody waits for it, or by {@link #pass}. */
  public static WholeCluster onDemand() {
    return new WholeCluster(Pace.ON_DEMAND);
  }

  private WholeCluster(Pace pace) {
    cluster =
        Cluster.start(
            new ClusterSpec(
                Cni.FLANNEL,
                3,
                PodNetwork.standard(),
                1,
                ClusterSpec.Secrets.UNGUESSABLE,
                pace,
                ClusterSpec.epoch(pace, 3)));
    endpoint = cluster.server().listen(0);
    folder = new KubectlFolder(endpoint.kubeconfig());
  }

  public Cluster cluster() {
    return cluster;
  }

  public void pass(Duration time) {
    cluster.loop().advance(time);
  }

  /** Runs kubectl with words separated by spaces, and further arguments that may contain spaces. */
  public Kubectl kubectl(String words, String... more) {
    return kubectlWithInput("", words, more);
  }

  public Kubectl kubectlWithInput(String input, String words, String... more) {
    return Kubectl.run(
        folder.kubeconfig(),
        input,
        Stream.concat(Arrays.stream(words.split(" ", -1)), Arrays.stream(more))
            .toArray(String[]::new));
  }

  /** Runs a command line in a shell on a node and returns its output. */
  public String onNode(String node, String commandLine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink = new Sink(out::writeBytes, () -> {});
    CompletableFuture<Integer> status = new CompletableFuture<>();
    cluster
        .loop()
        .call(
            () -> {
              EventLoop.Waiting waiting = cluster.loop().waiting();
              cluster
                  .node(node)
                  .orElseThrow()
                  .machine()
                  .start(
                      ProcessSpec.of("/bin/sh", "-c", commandLine)
                          .descriptor(0, Sink.discarding())
                          .descriptor(1, sink)
                          .descriptor(2, sink))
                  .onExit(
                      code -> {
                        waiting.close();
                        status.complete(code);
                      });
              return true;
            });
    status.join();
    return out.toString(StandardCharsets.UTF_8);
  }

  public Process startKubectl(String arguments) {
    return Kubectl.start(folder.kubeconfig(), arguments.split(" ", -1));
  }

  @Override
  public void close() {
    endpoint.close();
    cluster.close();
    folder.close();
  }
}
