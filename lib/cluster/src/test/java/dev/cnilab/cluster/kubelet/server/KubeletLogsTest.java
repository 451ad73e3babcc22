package dev.cnilab.cluster.kubelet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.ReceivedStreams;
import dev.cnilab.cluster.kubelet.TestNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Logs that a kubelet serves. */
class KubeletLogsTest extends ServedContainers {
  @Test
  void a_long_log_is_sent_no_faster_than_the_caller_reads() {
    apply("x", "say, " + "x".repeat(60_000) + ", " + "y".repeat(60_000));
    node.passSeconds(1);
    ReceivedStreams received = new ReceivedStreams();
    received.setRoom(10_000);
    node.ask(kubelet -> kubelet.logs(request("x", false, false), received));
    node.passSeconds(1);
    assertThat(received.size()).isBetween(10_000, 60_000);
    assertThat(received.end()).isEmpty();
    node.run(
        () -> {
          received.setRoom(Integer.MAX_VALUE);
        });
    node.passSeconds(1);
    assertThat(received.size()).isEqualTo(120_002);
    assertThat(received.end()).isEqualTo("exit 0");
  }

  @Test
  void the_last_lines_of_a_log_are_found_from_its_end() {
    node.applySleeper("x");
    node.passSeconds(1);
    String path = node.call(() -> node.runtime().listContainers().getFirst().logPath());
    String lines = "2026-01-01T00:00:00Z stdout F " + "x".repeat(999) + "\n";
    node.run(
        () ->
            node.files()
                .append(
                    path,
                    (lines.repeat(200) + lines.replace('x', 'y').repeat(100))
                        .getBytes(StandardCharsets.UTF_8)));

    assertThat(logs("x", tail(101)).text())
        .isEqualTo("x".repeat(999) + "\n" + ("y".repeat(999) + "\n").repeat(100));
    assertThat(logs("x", tail(0)).text()).isEmpty();
    assertThat(logs("x", tail(Long.MAX_VALUE)).size()).isEqualTo(300 * 1000);
  }

  @Test
  void many_short_lines_are_sent_together_and_others_have_their_turn() {
    node.applySleeper("x");
    node.passSeconds(1);
    String path = node.call(() -> node.runtime().listContainers().getFirst().logPath());
    String line = "2026-01-01T00:00:00Z stdout F y\n";
    node.run(() -> node.files().append(path, line.repeat(10_000).getBytes(StandardCharsets.UTF_8)));
    ReceivedStreams received = new ReceivedStreams();
    int[] before = new int[1];
    node.ask(
        kubelet -> {
          node.loop().schedule(Duration.ZERO, () -> before[0] = received.size());
          return kubelet.logs(request("x", false, false), received);
        });
    node.passSeconds(1);

    assertThat(before[0]).as("when another event has had its turn").isLessThan(20_000);
    assertThat(received.size()).isEqualTo(20_000);
    assertThat(received.pieces()).isLessThan(100);
  }

  private static LogRequest tail(long lines) {
    return new LogRequest(
        "default",
        "x",
        "app",
        false,
        false,
        false,
        Optional.empty(),
        OptionalLong.of(lines),
        OptionalLong.empty());
  }

  @Test
  void a_log_contains_the_output_of_the_container() {
    apply("x", "say, one two");
    node.passSeconds(3);
    assertThat(logs("x", request("x", false, false)).text()).isEqualTo("one two\n");
    assertThat(logs("x", request("x", false, true)).text()).isEqualTo("one two\n");
  }

  @Test
  void a_followed_log_ends_with_the_container() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = logs("x", request("x", true, false));
    node.passSeconds(1);
    assertThat(received.end()).isEmpty();
    node.delete("x");
    node.passSeconds(3);
    assertThat(received.end()).isEqualTo("exit 0");
  }

  @Test
  void a_followed_log_continues_in_the_new_file_after_rotation() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = logs("x", request("x", true, false));
    String path = node.call(() -> node.runtime().listContainers().getFirst().logPath());
    for (int file = 0; file < 3; file++) {
      String lines =
          ("2026-01-01T00:00:00Z stdout F " + file + "x".repeat(999) + "\n").repeat(11_000);
      node.run(() -> node.files().append(path, lines.getBytes(StandardCharsets.UTF_8)));
      node.passSeconds(11);
      assertThat(node.call(() -> node.files().readText(path))).isEmpty();
    }
    assertThat(received.size()).isEqualTo(3 * 11_000 * 1001);
    assertThat(received.text().replaceAll("[x\n]+", "").replaceAll("(.)\\1+", "$1"))
        .isEqualTo("012");
    assertThat(received.end()).isEmpty();
  }

  @Test
  void a_container_that_has_not_started_has_no_log() {
    node.run(() -> node.files().write(TestNode.CONFLIST, TestNode.conflist("testnetx")));
    node.passSeconds(1);
    node.applySleeper("x");
    node.passSeconds(1);
    assertThatThrownBy(() -> logs("x", request("x", false, false)))
        .hasMessage("container \"app\" in pod \"x\" is waiting to start: ContainerCreating");
    assertThatThrownBy(() -> logs("x", request("x", false, true)))
        .hasMessage("previous terminated container \"app\" in pod \"x\" not found");
  }
}
