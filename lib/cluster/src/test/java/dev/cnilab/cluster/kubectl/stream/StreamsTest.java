package dev.cnilab.cluster.kubectl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.LiveInstances;
import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.WholeCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Input, output and logs of pods that really run, through plain kubectl. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class StreamsTest {
  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
    cluster.kubectl("run p --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("run q --image=busybox -- sleep 1d").succeeded();
    cluster
        .kubectlWithInput(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: writer, labels: {app: writer}}
            spec:
              containers:
              - name: main
                image: busybox
                command: [sh, -c, 'seq 1 500; sleep 1; echo late; sleep 1d']
              - name: side
                image: busybox
                command: [sh, -c, 'echo aside; sleep 1d']
            """,
            "apply -f -")
        .succeeded();
    cluster.kubectl("wait --for=condition=Ready pod/p pod/q pod/writer").succeeded();
  }

  @Test
  void exec_transfers_all_streams_and_the_exit_status() {
    assertThat(cluster.kubectl("exec p -- sh -c", "exit 3").exit()).isEqualTo(3);
    assertThat(cluster.kubectl("exec p -- ls /nowhere").err())
        .isEqualTo(
            "ls: /nowhere: No such file or directory\ncommand terminated with exit code 1\n");
    assertThat(cluster.kubectl("exec p -- nosuch").err())
        .matches(
            "error: Internal error occurred: Internal error occurred: error executing command in"
                + " container: failed to exec in container: failed to start exec \"[0-9a-f]{64}\":"
                + " OCI runtime exec failed: exec failed: unable to start container process: exec:"
                + " \"nosuch\": executable file not found in \\$PATH\n");
    String much = "0123456789abcdef".repeat(60_000);
    assertThat(cluster.kubectlWithInput(much, "exec -i p -- cat").succeeded()).isEqualTo(much);
  }

  @Test
  void an_endlessly_printing_exec_can_be_interrupted() throws IOException {
    Process endless = cluster.startKubectl("exec p -- yes");
    try (BufferedReader lines = endless.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("y");
      assertThat(lines.readLine()).isEqualTo("y");
    } finally {
      endless.destroy();
    }
    assertThat(cluster.kubectl("exec p -- echo still here").succeeded()).isEqualTo("still here\n");
  }

  @Test
  void a_client_that_never_reads_its_stream_uses_bounded_memory() {
    cluster.kubectl("run flood --image=busybox -- yes").succeeded();
    cluster.kubectl("wait --for=condition=Ready pod/flood").succeeded();
    List<Process> deaf =
        Stream.of("exec p -- yes", "exec p -- cat /dev/zero", "attach flood", "logs -f flood")
            .map(cluster::startKubectl)
            .toList();
    try {
      cluster.cluster().loop().advance(Duration.ofSeconds(1));
      long before = LiveInstances.bytes();
      cluster.cluster().loop().advance(Duration.ofSeconds(1));
      assertThat(LiveInstances.bytes() - before)
          .as("what is held back, and the log of the flood, a file of 10 MiB at most")
          .isLessThan((8 + 10) << 20);
      assertThat(cluster.kubectl("exec q -- echo still here").succeeded())
          .isEqualTo("still here\n");
    } finally {
      deaf.forEach(Process::destroy);
      cluster.kubectl("delete pod flood --now").succeeded();
    }
  }

  @Test
  void run_rm_attaches_to_a_pod_and_deletes_it_at_the_end() {
    Kubectl run =
        cluster.kubectlWithInput(
            "echo one; hostname; exit 3\n", "run -i --rm --restart=Never x --image=busybox -- sh");
    // kubectl from 1.34 on also prints the namespace.
    assertThat(run.out()).startsWith("one\nx\npod \"x\" deleted");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(cluster.kubectl("get pod x").err()).contains("pods \"x\" not found");
  }

  @Test
  void logs_supports_tail_selectors_and_follow() throws IOException {
    assertThat(cluster.kubectl("logs writer").err())
        .isEqualTo("Defaulted container \"main\" out of: main, side\n");
    assertThat(cluster.kubectl("logs writer -c side").succeeded()).isEqualTo("aside\n");
    assertThat(cluster.kubectl("logs -l app=writer --all-containers --prefix --tail=1").succeeded())
        .contains("[pod/writer/side] aside\n");
    assertThat(cluster.kubectl("logs writer -c side --timestamps").succeeded())
        .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{18}Z aside\n");
    assertThat(cluster.kubectl("logs writer -c main --limit-bytes=4").succeeded())
        .isEqualTo("1\n2\n");
    assertThat(cluster.kubectl("logs writer -c side --previous").err())
        .contains("previous terminated container \"side\" in pod \"writer\" not found");
    Process follow = cluster.startKubectl("logs -f writer -c main");
    try (BufferedReader lines = follow.inputReader()) {
      String last = lines.readLine();
      while (!last.equals("late")) {
        last = lines.readLine();
      }
    } finally {
      follow.destroy();
    }
    assertThat(cluster.kubectl("logs writer -c main --tail=2").succeeded())
        .isEqualTo("500\nlate\n");
  }

  @Test
  void debug_adds_a_container_in_the_network_of_the_pod() {
    Kubectl debug =
        cluster.kubectlWithInput("", "debug q -i --image=busybox -c look -- ip -o addr show eth0");
    String address = cluster.kubectl("get pod q -o jsonpath={.status.podIP}").succeeded();
    assertThat(debug.out() + cluster.kubectl("logs q -c look").out())
        .contains("inet " + address + "/24");
  }

  @Test
  void debug_of_a_node_sees_its_files_and_network() {
    Kubectl debug =
        cluster.kubectlWithInput(
            "cat /host/etc/hostname; ip -o link show cni0; exit\n",
            "debug node/worker-1 -i --profile=general --image=busybox -- sh");
    assertThat(debug.out()).contains("worker-1\n").contains("cni0:");
  }
}
