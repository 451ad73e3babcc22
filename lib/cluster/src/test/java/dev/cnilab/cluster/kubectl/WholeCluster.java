package dev.cnilab.cluster.kubectl;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.loop.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A cluster as {@code ./lab cluster} starts it, and a kubectl that is pointed at it. */
final class WholeCluster implements AutoCloseable {
  private final Cluster cluster;
  private final HttpEndpoint endpoint;
  private final Path kubeconfig;

  WholeCluster() {
    cluster =
        Cluster.start(
            new ClusterSpec(
                Cni.FLANNEL, 3, PodNetwork.standard(), 1, Pace.REAL_TIME, Instant.now()));
    endpoint = cluster.server().listen(0);
    try {
      kubeconfig = Files.createTempFile("kubeconfig", "");
      Files.writeString(kubeconfig, endpoint.kubeconfig().toYaml());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Cluster cluster() {
    return cluster;
  }

  /** Runs kubectl with these arguments, separated by spaces. */
  Kubectl kubectl(String arguments) {
    return kubectlWithInput("", arguments);
  }

  Kubectl kubectlWithInput(String input, String arguments) {
    return Kubectl.run(kubeconfig, input, arguments.split(" "));
  }

  Process startKubectl(String arguments) {
    return Kubectl.start(kubeconfig, arguments.split(" "));
  }

  @Override
  public void close() {
    endpoint.close();
    cluster.close();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
