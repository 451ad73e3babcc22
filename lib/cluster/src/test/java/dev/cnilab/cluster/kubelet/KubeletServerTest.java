package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.node.ExecRequest;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.LogRequest;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubeletServerTest {
  private final TestNode node = TestNode.started();

  /** What a caller has received. */
  private static final class Received implements StreamSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String end = "";

    @Override
    public void stdout(byte[] bytes) {
      out.writeBytes(bytes);
    }

    @Override
    public void stderr(byte[] bytes) {
      out.writeBytes(bytes);
    }

    @Override
    public void exit(int status) {
      end = "exit " + status;
    }

    @Override
    public void fail(String message) {
      end = message;
    }

    String text() {
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void a_command_runs_in_a_container_and_gives_its_output_and_status() {
    node.applySleeper("x");
    node.passSeconds(1);
    Received received = exec("x", "app", "say", "hello", "there");
    assertThat(received.text()).isEqualTo("hello there\n");
    assertThat(received.end).isEqualTo("exit 0");
    assertThat(exec("x", "app", "exit", "7").end).isEqualTo("exit 7");
  }

  @Test
  void a_command_reads_what_the_caller_sends() {
    node.applySleeper("x");
    node.passSeconds(1);
    Received received = new Received();
    ExecSession session =
        node.call(
            () ->
                node.endpoint()
                    .exec(
                        new ExecRequest("default", "x", "app", List.of("say", "-"), true, false),
                        received));
    node.run(() -> session.stdin("from outside".getBytes(StandardCharsets.UTF_8)));
    node.pass(Duration.ofMillis(100));
    assertThat(received.end).isEmpty();
    node.run(session::closeStdin);
    node.pass(Duration.ofMillis(100));
    assertThat(received.text()).isEqualTo("-\nfrom outside");
    assertThat(received.end).isEqualTo("exit 0");
  }

  @Test
  void a_container_that_does_not_run_takes_no_command() {
    node.applySleeper("x");
    node.passSeconds(1);
    assertThatThrownBy(() -> exec("x", "nosuch", "say"))
        .hasMessage("container not found (\"nosuch\")");
  }

  @Test
  void a_log_has_what_the_container_wrote() {
    apply("x", "say, one two");
    node.passSeconds(3);
    assertThat(logs("x", request("x", false, false)).text()).isEqualTo("one two\n");
    assertThat(logs("x", request("x", false, true)).text()).isEqualTo("one two\n");
  }

  @Test
  void a_followed_log_goes_on_until_the_container_ends() {
    node.applySleeper("x");
    node.passSeconds(1);
    Received received = logs("x", request("x", true, false));
    node.passSeconds(1);
    assertThat(received.end).isEmpty();
    node.delete("x");
    node.passSeconds(3);
    assertThat(received.end).isEqualTo("exit 0");
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

  private Received exec(String pod, String container, String... command) {
    Received received = new Received();
    node.call(
        () ->
            node.endpoint()
                .exec(
                    new ExecRequest("default", pod, container, List.of(command), false, false),
                    received));
    node.pass(Duration.ofMillis(100));
    return received;
  }

  private Received logs(String pod, LogRequest request) {
    Received received = new Received();
    node.call(() -> node.endpoint().logs(request, received));
    return received;
  }

  private static LogRequest request(String pod, boolean follow, boolean previous) {
    return new LogRequest(
        "default",
        pod,
        "app",
        follow,
        previous,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private void apply(String name, String command) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          containers:
          - {name: app, image: sleeper, command: [%s]}
        """
            .formatted(name, command));
  }
}
