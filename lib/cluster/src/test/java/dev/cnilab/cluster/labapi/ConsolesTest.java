package dev.cnilab.cluster.labapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.ReceivedStreams;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.scenario.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A node's console: it works whatever is broken on the node, so that the node can be repaired
 * there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolesTest {
  private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());
  private final Consoles subject =
      new Consoles(name -> cluster.cluster().node(name).map(Node::machine));

  @AfterAll
  void close() {
    cluster.close();
  }

  private ExecSession begin(ReceivedStreams screen, boolean tty, String... command) {
    ExecRequest request = new ExecRequest("", "", "", List.of(command), tty, tty);
    return cluster.cluster().loop().call(() -> subject.exec("worker-1", request, screen));
  }

  private ReceivedStreams type(String line) {
    ReceivedStreams screen = new ReceivedStreams();
    begin(screen, false, "sh", "-c", line);
    cluster.await("the end of " + line, Duration.ofMinutes(3), () -> !screen.end().isEmpty());
    return screen;
  }

  @Test
  void a_console_can_stop_and_start_the_kubelet() {
    assertThat(type("systemctl stop kubelet").end()).isEqualTo("exit 0");
    cluster.awaitNode("worker-1", "Unknown");
    assertThat(type("systemctl is-active kubelet").text()).isEqualTo("inactive\n");
    assertThat(type("systemctl start kubelet").end()).isEqualTo("exit 0");
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_console_needs_neither_containerd_nor_network_nor_configuration() {
    type("systemctl stop containerd; ip link set eth0 down; mv /var/lib/kubelet/config.yaml /root");
    assertThat(type("ip -br link show eth0; systemctl is-active containerd").text())
        .contains("DOWN")
        .endsWith("inactive\n");
    type(
        "mv /root/config.yaml /var/lib/kubelet; ip link set eth0 up;"
            + " ip route add default via 172.30.0.1; systemctl restart containerd kubelet");
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_console_runs_as_root_and_returns_the_exit_status() {
    assertThat(type("id -un; pwd; echo $HOME $USER; exit 3"))
        .satisfies(
            screen -> {
              assertThat(screen.text()).isEqualTo("root\n/\n/root root\n");
              assertThat(screen.end()).isEqualTo("exit 3");
            });
  }

  @Test
  void a_console_process_that_runs_out_of_memory_ends_alone() {
    assertThat(type("cat /proc/self/cgroup").text())
        .startsWith("0::/user.slice/user-0.slice/session-");
    assertThat(type("awk 'BEGIN { printf \"%2000000000d\", 1 }'").end()).isEqualTo("exit 137");
    assertThat(type("systemctl is-active kubelet containerd").text()).isEqualTo("active\nactive\n");
  }

  @Test
  void a_fork_bomb_at_a_console_leaves_room_for_the_next_login() {
    assertThat(type("seq 1000 | while read i; do (sleep 9999 &); done").text())
        .contains("Cannot fork");
    assertThat(type("pgrep -c sleep; pkill sleep; systemctl is-active kubelet").text())
        .isEqualTo("611\nactive\n");
  }

  @Test
  void a_console_reports_a_missing_shell() {
    type("mv /bin/sh /bin/sh.gone");
    assertThat(type("true").end()).isEqualTo("sh: No such file or directory");
    ReceivedStreams screen = new ReceivedStreams();
    begin(screen, false, "mv", "/bin/sh.gone", "/bin/sh");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(type("true").end()).isEqualTo("exit 0");
  }

  @Test
  void closing_a_console_ends_its_command() {
    ReceivedStreams screen = new ReceivedStreams();
    ExecSession session = begin(screen, false, "sh", "-c", "sleep 7777; echo never");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.onNode("worker-1", "pgrep -fc 'sleep [7]777'")).isEqualTo("2\n");
    cluster
        .cluster()
        .loop()
        .call(
            () -> {
              session.close();
              return true;
            });
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.onNode("worker-1", "pgrep -fc 'sleep [7]777'")).isEqualTo("0\n");
  }

  @Test
  void ctrl_c_in_a_console_terminal_interrupts_the_command() {
    ReceivedStreams screen = new ReceivedStreams();
    ExecSession session = begin(screen, true, "sh");
    cluster.pass(Duration.ofSeconds(1));
    cluster
        .cluster()
        .loop()
        .call(
            () -> {
              session.stdin("sleep 8888\r".getBytes(StandardCharsets.UTF_8), () -> {});
              return true;
            });
    cluster.pass(Duration.ofSeconds(1));
    cluster
        .cluster()
        .loop()
        .call(
            () -> {
              session.stdin(new byte[] {3}, () -> {});
              session.stdin("echo still here\rexit\r".getBytes(StandardCharsets.UTF_8), () -> {});
              return true;
            });
    cluster.await("the end", Duration.ofSeconds(5), () -> !screen.end().isEmpty());
    assertThat(screen.text()).contains("sleep 8888", "still here\r\n");
  }

  @Test
  void a_console_reports_a_booting_machine_and_works_afterwards() {
    type("reboot -f");
    cluster.await(
        "a console that is gone", Duration.ofMinutes(3), () -> !ended("true").equals("exit 0"));
    assertThat(ended("true")).isEqualTo("worker-1 is booting: try again in a moment");
    cluster.await("a console", Duration.ofMinutes(3), () -> ended("true").equals("exit 0"));
    cluster.awaitNode("worker-1", "True");
  }

  private String ended(String line) {
    ReceivedStreams screen = new ReceivedStreams();
    begin(screen, false, "sh", "-c", line);
    cluster.pass(Duration.ofMillis(10));
    return screen.end();
  }

  @Test
  void a_console_of_an_unknown_node_is_not_found() {
    ExecRequest request = new ExecRequest("", "", "", List.of("true"), false, false);
    assertThatThrownBy(() -> subject.exec("worker-7", request, new ReceivedStreams()))
        .hasMessage("nodes \"worker-7\" not found");
  }
}
