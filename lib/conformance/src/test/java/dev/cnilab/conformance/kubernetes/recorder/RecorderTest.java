package dev.cnilab.conformance.kubernetes.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.conformance.kubernetes.KubernetesConformance;
import dev.cnilab.netsim.loop.Pace;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder on an embedded cluster; a replay of its transcript must agree. */
class RecorderTest {
  private static final String SCRIPT =
      """
      # A pod, and what the nodes know of it
      # from before it is there
      $ kubectl run p --image=nginx --overrides='{"spec":{"nodeName":"node-2"}}'
      until 60 pod p is Ready: kubectl wait --for=condition=Ready pod/p --timeout=1s
      $ kubectl get pods -o wide
      $ kubectl get pod nobody
      node-2$ ip -br link show cni0
      node-2$ journalctl -u kubelet --since '@since'
      node-1$ ping -c 1 172.30.0.12
      $ kubectl delete pod p --now
      """;

  /** How much the cluster's clock is behind this machine's. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void a_recording_agrees_with_its_replay() throws Exception {
    assumeTrue(kubectlIsInstalled(), "no kubectl");
    try (Cluster cluster = Cluster.start(spec());
        HttpEndpoint endpoint = cluster.server().listen(0)) {
      Path kubeconfig = write("kubeconfig", endpoint.kubeconfig().toYaml());
      Path script = write("flannel-pod.script", SCRIPT);
      Path capture = folder.resolve("not/yet/there/flannel-pod.txt");
      List<String> progress = new ArrayList<>();

      try (Recorder recorder = Recorder.of(way(kubeconfig, cluster))) {
        recorder.record(script, capture, progress::add);
      }

      assertThat(progress)
          .containsSequence("$ kubectl get pods -o wide", "$ kubectl get pod nobody");
      assertThat(Files.readString(capture))
          .contains("# A pod, and what the nodes know of it\n", "; Server Version: v1.37.2\n")
          .contains("# node-2: v1.37.2, containerd://2.4.2", "# recorded by ./lab conformance")
          .containsPattern("# \\d\\d:\\d\\d:\\d\\d\\.\\d pod p is Ready: after [\\d.]+ s\n")
          .containsPattern("# [\\d:.]+\nnode-2\\$ journalctl -u kubelet --since '\\d{4}-.*'\n")
          .contains("[exit 1]")
          .doesNotContain("worker-1");
      List<String> report = new ArrayList<>();
      KubernetesConformance replayed = KubernetesConformance.replay(capture, report::add);
      assertThat(replayed.agreeing()).as(String.join("\n", report)).isEqualTo(replayed.all());
      assertThat(replayed.all()).isEqualTo(8);
    }
  }

  @Test
  void a_recorder_rejects_a_cluster_that_was_not_named() throws Exception {
    assumeTrue(kubectlIsInstalled(), "no kubectl");
    Path kubeconfig =
        write("kubeconfig", "apiVersion: v1\nkind: Config\ncurrent-context: production\n");

    assertThatThrownBy(() -> Recorder.of(ClusterAccess.by(kubeconfig, "playground", "false")))
        .hasMessageContaining("did not touch")
        .hasMessageContaining("'playground'")
        .hasMessageContaining("'production'");
  }

  private static ClusterSpec spec() {
    return new ClusterSpec(
        Cni.FLANNEL,
        2,
        PodNetwork.standard(),
        1,
        Pace.REAL_TIME,
        ClusterSpec.epoch(Pace.REAL_TIME, 2, Instant.now().minus(SLOW)));
  }

  private static ClusterAccess way(Path kubeconfig, Cluster cluster) {
    return new ClusterAccess(
        kubeconfig,
        "kubernetes-admin@kubernetes",
        (node, environment) -> new OnNode(cluster, node));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static boolean kubectlIsInstalled() {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(each -> Files.isExecutable(Path.of(each, "kubectl")));
  }

  /** A node's shell within this JVM. */
  private record OnNode(Cluster cluster, String node) implements RecordedShell {
    @Override
    public String type(String command) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Sink sink = new Sink(out::writeBytes, () -> {});
      CompletableFuture<Integer> status = new CompletableFuture<>();
      ProcessSpec shell =
          ProcessSpec.of("/bin/sh", "-c", command)
              .descriptor(0, Sink.discarding())
              .descriptor(1, sink)
              .descriptor(2, sink);
      cluster.loop().call(() -> run(shell, status));
      int exit = status.join();
      return OutcomePrinter.of(out.toString(StandardCharsets.UTF_8), exit);
    }

    private boolean run(ProcessSpec shell, CompletableFuture<Integer> status) throws IOException {
      cluster.node(node).orElseThrow().machine().start(shell).onExit(status::complete);
      return true;
    }

    @Override
    public void close() {
      // It belongs to the cluster.
    }
  }
}
