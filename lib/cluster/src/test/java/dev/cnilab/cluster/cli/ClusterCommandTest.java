package dev.cnilab.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --cni flanel                   | there is no CNI "flanel"; choose flannel, calico, cilium, weave, bridge, none. Did you mean flannel?
          --cni antrea                   | there is no CNI "antrea"; choose flannel, calico, cilium, weave, bridge, none
          --pace realtime                | there is no pace "realtime"; choose real-time, on-demand. Did you mean real-time?
          --nodes 0                      | a cluster has 1 to 5000 nodes, not 0
          --nodes 257                    | the pod network 10.244.0.0/16 has a /24 for 256 nodes, not for 257; choose a larger one, such as 10.128.0.0/9
          --nodes 5000 --pod-cidr 10.128.0.0/9 | 5000 nodes need a heap of 18479 MiB
          --pod-cidr 10.244.0.0/40       | "10.244.0.0/40" is not an IPv4 prefix; after the slash write 0 to 32
          --node-cidr-mask-size 15       | a node's mask must have 16 (as the pod network 10.244.0.0/16) to 30 bits, not 15
          --node-cidr-mask-size x        | --node-cidr-mask-size: "x" is no whole number
          --port 99999                   | --port: 99999 is no port; choose one from 1 to 65535, or 0 for any that is free
          --port -1                      | --port: -1 is no port
          --portt 1                      | there is no option "--portt"
          --portt 1                      | Did you mean --port?
          --port                         | Missing argument for option: port
          --nod 5                        | there is no option "--nod"
          flannel                        | "flannel" belongs to no option
          """)
  void a_wrong_argument_is_explained_with_exit_status_2(String arguments, String said) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("lab: ").contains(said, "--help");
  }

  @Test
  void a_failure_to_write_the_help_exits_with_status_1() {
    PrintWriter full =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    assertThat(new ClusterCommand(full, new PrintWriter(err, true)).run("--help")).isEqualTo(1);
    assertThat(err.toString()).startsWith("lab: could not write the help");
  }

  @Test
  void the_help_lists_every_option_with_its_default() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--cni <NAME>", "Default: flannel", "--nodes <N>", "Default: 3", "--port <P>")
        .contains("--kubeconfig <FILE>", ".lab/kubeconfig", "--pod-cidr <CIDR>", "10.244.0.0/16")
        .contains("--node-cidr-mask-size <BITS>", "Default: 24", "--pace <PACE>", "--seed <NUMBER>")
        .contains("--epoch <TIME>", "--end-with-input", "-h, --help");
  }

  @Test
  void a_port_in_use_is_named_with_a_remedy(@TempDir Path directory) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(run("--port", port, "--kubeconfig", directory.resolve("kc").toString()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("port " + port, "choose another port");
    }
  }

  @Test
  void a_temporary_kubeconfig_is_private_and_removed_at_the_end(@TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("deep/kubeconfig");
    try (TemporaryKubeconfig file = TemporaryKubeconfig.write(path, "one")) {
      assertThat(file.path()).hasContent("one");
      assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
      assertThat(path.getParent()).isDirectoryNotContaining(p -> !p.equals(path));
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void a_failed_kubeconfig_write_leaves_no_file_behind(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("kubeconfig");
    Files.createDirectories(path.resolve("in the way"));

    assertThatThrownBy(() -> TemporaryKubeconfig.write(path, "one"))
        .hasMessageContainingAll(
            "the kubeconfig cannot be written to " + path, "choose another file with --kubeconfig");
    assertThat(directory).isDirectoryNotContaining(each -> !each.equals(path));
  }

  @Test
  void a_kubeconfig_rewritten_by_another_cluster_is_not_removed(@TempDir Path directory) {
    Path path = directory.resolve("kubeconfig");
    try (TemporaryKubeconfig older = TemporaryKubeconfig.write(path, "one")) {
      assertThat(older.path()).exists();
      TemporaryKubeconfig.write(path, "two");
    }
    assertThat(path).hasContent("two");
  }

  @Test
  void an_unwritable_kubeconfig_is_named_with_a_remedy(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(run("--kubeconfig", file.resolve("kubeconfig").toString())).isEqualTo(1);
    assertThat(err.toString()).contains(file + "/kubeconfig", "--kubeconfig");
  }

  @Test
  void the_command_fails_with_the_cause_of_death_of_its_cluster() {
    CompletableFuture<Void> death =
        CompletableFuture.failedFuture(new OutOfMemoryError("Java heap space"));

    ClusterCommand command = new ClusterCommand(new PrintWriter(out), new PrintWriter(err));

    assertThatThrownBy(() -> command.awaitEnd(new CompletableFuture<>(), death))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the cluster has ended because of java.lang.OutOfMemoryError: Java heap space;"
                + " everything in it is lost, start it again");
  }

  /**
   * Pods with addresses of the nodes' LAN: packets to them leave the node instead of reaching them.
   */
  @Test
  void the_command_names_what_keeps_the_cluster_from_getting_ready(@TempDir Path directory)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Path kubeconfig = directory.resolve("kubeconfig");

    assertThat(
            run(
                "--nodes",
                "2",
                "--pod-cidr",
                "172.30.0.0/16",
                "--port",
                Integer.toString(port),
                "--kubeconfig",
                kubeconfig.toString()))
        .isEqualTo(1);

    assertThat(err.toString())
        .startsWith("lab: the cluster is not ready after 5 minutes: [")
        .contains("pod kube-system/coredns-", "Readiness probe failed");
    assertThat(kubeconfig).doesNotExist();
    assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
  }

  private int run(String... arguments) {
    return new ClusterCommand(new PrintWriter(out), new PrintWriter(err, true)).run(arguments);
  }
}
