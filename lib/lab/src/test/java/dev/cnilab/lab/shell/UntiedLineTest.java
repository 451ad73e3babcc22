package dev.cnilab.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.guard.NodeShell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that restarts what its stream passes through. */
class UntiedLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl restart containerd",
        "(sleep 1; systemctl restart kubelet) &",
        "systemctl daemon-reload && systemctl restart containerd.service kubelet",
        "systemctl start kubelet"
      })
  void a_line_that_restarts_a_node_service_runs_untied(String line) {
    assertThat(UntiedLine.isNeededFor(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl status kubelet",
        "systemctl is-active containerd",
        "systemctl restart ssh; journalctl -u kubelet",
        "iptables -S"
      })
  void other_lines_keep_their_stream(String line) {
    assertThat(UntiedLine.isNeededFor(line)).isFalse();
  }

  @Test
  void the_output_and_status_are_fetched_once_the_node_answers_again() {
    List<String> typed = new ArrayList<>();
    NodeShell shell =
        line -> {
          typed.add(line);
          return switch (typed.size()) {
            case 1, 2 -> throw LabException.of("could not run it", "the stream was cut", "");
            case 3 -> new ExecResult("", "cat: no such file", 1);
            case 4 -> new ExecResult("3\nJob failed.\n", "", 0);
            default -> new ExecResult("", "", 0);
          };
        };
    ExecResult result = new UntiedLine("systemctl restart kubelet").run(shell, waiter());
    assertThat(result.out()).isEqualTo("Job failed.\n");
    assertThat(result.status()).isEqualTo(3);
    assertThat(typed.getLast()).startsWith("rm -f /run/cni-lab.");
  }

  private static Waiter waiter() {
    return new Waiter(() -> new ClusterClock.Stepped(duration -> {}));
  }
}
