package dev.cnilab.cluster.kubelet.server;

import static dev.cnilab.cluster.apiserver.kubelet.ContainerStream.ATTACH;
import static dev.cnilab.cluster.apiserver.kubelet.ContainerStream.EXEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletProxyFailure;
import dev.cnilab.cluster.apiserver.kubelet.ReceivedStreams;
import dev.cnilab.cluster.image.http.HttpCall;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KubeletServerTest extends ServedContainers {
  @Test
  void a_stopped_kubelet_refuses_the_connection() {
    node.applySleeper("x");
    node.passSeconds(1);
    node.systemctl("stop", "kubelet");

    String refused = "dial tcp 172.30.0.12:10250: connect: connection refused";
    assertThatThrownBy(() -> node.require(KubeletEndpoint::requireReachable))
        .isInstanceOf(KubeletDialFailure.class)
        .hasMessage(refused);
  }

  @Test
  void no_stream_begins_to_a_container_that_is_not_running() {
    node.applySleeper("x");
    node.passSeconds(1);

    assertThatThrownBy(
            () -> node.require(kubelet -> kubelet.require(EXEC, "default", "x", "nosuch")))
        .isInstanceOf(KubeletProxyFailure.class)
        .hasMessage("container not found (\"nosuch\")");
    assertThatThrownBy(
            () -> node.require(kubelet -> kubelet.require(ATTACH, "default", "x", "nosuch")))
        .isInstanceOf(KubeletProxyFailure.class)
        .hasMessage("container nosuch not found in pod x_default");
  }

  @Test
  void no_stream_begins_while_containerd_is_stopped() {
    node.systemctl("stop", "containerd");

    assertThatThrownBy(() -> node.require(KubeletEndpoint::requireReachable))
        .hasMessageContaining("dial unix /run/containerd/containerd.sock: connect: no such file");
  }

  @Test
  void exec_returns_the_output_and_status_of_a_command() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = exec("x", "app", "say", "hello", "there");
    assertThat(received.text()).isEqualTo("hello there\n");
    assertThat(received.end()).isEqualTo("exit 0");
    assertThat(exec("x", "app", "exit", "7").end()).isEqualTo("exit 7");
  }

  @Test
  void exec_passes_stdin_to_the_command() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = new ReceivedStreams();
    ExecSession session =
        node.ask(
            kubelet ->
                kubelet.exec(
                    new ExecRequest("default", "x", "app", List.of("say", "-"), true, false),
                    received));
    node.run(() -> session.stdin("from outside".getBytes(StandardCharsets.UTF_8), () -> {}));
    node.pass(Duration.ofMillis(100));
    assertThat(received.end()).isEmpty();
    node.run(session::closeStdin);
    node.pass(Duration.ofMillis(100));
    assertThat(received.text()).isEqualTo("-\nfrom outside");
    assertThat(received.end()).isEqualTo("exit 0");
  }

  @Test
  void a_command_whose_client_leaves_before_it_has_started_is_ended() {
    node.applySleeper("x");
    node.passSeconds(1);
    int before = processes();

    assertThatThrownBy(
            () ->
                node.require(
                    kubelet -> {
                      node.loop().spawn("the client leaves", kubelet::close);
                      kubelet.exec(
                          new ExecRequest(
                              "default", "x", "app", List.of("sleep", "99"), true, false),
                          new ReceivedStreams());
                    }))
        .isInstanceOf(KubeletDialFailure.class);
    node.passSeconds(1);

    assertThat(processes()).isEqualTo(before);
  }

  private int processes() {
    return node.call(() -> node.machine().processes().all().size());
  }

  @Test
  void a_command_is_given_up_after_four_hours_even_if_the_clock_is_set() {
    node.applySleeper("x");
    node.passSeconds(1);
    long began = node.call(node.loop()::nanoTime);
    node.run(
        () ->
            node.loop()
                .schedule(
                    Duration.ofSeconds(1),
                    () -> node.machine().clock().set(node.loop().now().plus(Duration.ofDays(1)))));
    HttpRequest run =
        HttpRequest.of(
            HttpCall.of("POST", "/run/default/x/app?cmd=sleep"),
            new Endpoint(Ipv4Address.parse("172.30.0.11"), 40_000));

    assertThatThrownBy(() -> node.ask(kubelet -> kubelet.answer(run)))
        .isInstanceOf(ErrnoException.class);
    assertThat(Duration.ofNanos(node.call(node.loop()::nanoTime) - began))
        .isBetween(Duration.ofHours(4), Duration.ofHours(4).plusMinutes(1));
  }

  @Test
  void a_slow_reader_slows_its_command_down() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = new ReceivedStreams();
    received.setRoom(50_000);
    ExecSession session = start("x", received, "flood");
    node.passSeconds(1);
    assertThat(received.size()).isBetween(50_000, 100_000);
    node.run(
        () -> {
          received.setRoom(200_000);
        });
    node.passSeconds(1);
    assertThat(received.size()).isBetween(200_000, 250_000);
    node.run(session::close);
    node.passSeconds(1);
    assertThat(received.end()).isEmpty();
  }

  @Test
  void unread_input_slows_the_caller_down() {
    node.applySleeper("x");
    node.passSeconds(1);
    AtomicInteger taken = new AtomicInteger();
    ExecSession sleeping = start("x", new ReceivedStreams(), "sleep", "9");
    node.run(() -> sleeping.stdin(new byte[1000], taken::incrementAndGet));
    node.passSeconds(1);
    assertThat(taken.get()).isZero();
    ExecSession reading = start("x", new ReceivedStreams(), "say", "-");
    node.run(() -> reading.stdin(new byte[1000], taken::incrementAndGet));
    node.passSeconds(1);
    assertThat(taken.get()).isEqualTo(1);
  }

  @Test
  void an_attached_client_gets_the_output_until_the_container_ends() {
    applyWith("x", "say, '-'", "stdin: true, stdinOnce: true");
    node.passSeconds(1);
    ReceivedStreams received = new ReceivedStreams();
    ExecSession session =
        node.ask(
            kubelet ->
                kubelet.attach(
                    new ExecRequest("default", "x", "app", List.of(), true, false), received));
    node.run(() -> session.stdin("typed\n".getBytes(StandardCharsets.UTF_8), () -> {}));
    node.run(session::closeStdin);
    node.passSeconds(1);
    assertThat(received.text()).isEqualTo("typed\n");
    assertThat(received.end()).isEqualTo("exit 0");
    assertThat(logs("x", request("x", false, true)).text()).isEqualTo("-\ntyped\n");
  }

  @Test
  void attaching_to_a_container_that_is_not_running_fails() {
    node.applySleeper("x");
    node.passSeconds(1);
    ExecRequest absent = new ExecRequest("default", "x", "nosuch", List.of(), true, false);

    assertThatThrownBy(() -> node.ask(kubelet -> kubelet.attach(absent, new ReceivedStreams())))
        .hasMessage("container nosuch not found in pod x_default");
  }

  @Test
  void forwarding_to_a_closed_port_fails_with_the_id_of_the_sandbox() {
    node.applySleeper("x");
    node.passSeconds(1);
    ReceivedStreams received = new ReceivedStreams();
    node.ask(kubelet -> kubelet.portForward("default", "x", 81, received));
    node.passSeconds(1);

    assertThat(received.end())
        .matches(
            "error forwarding port 81 to pod ([0-9a-f]{64}), uid : failed to execute portforward in"
                + " network namespace \"/var/run/netns/[-a-z0-9]+\": failed to connect to"
                + " localhost:81 inside namespace \"\\1\", IPv4: dial tcp4 127\\.0\\.0\\.1:81:"
                + " connect: network is unreachable IPv6 dial tcp6: address localhost: no suitable"
                + " address found ");
  }

  @Test
  void exec_in_a_container_that_is_not_running_fails() {
    node.applySleeper("x");
    node.passSeconds(1);
    assertThatThrownBy(() -> exec("x", "nosuch", "say"))
        .hasMessage("container not found (\"nosuch\")");
  }

  private ReceivedStreams exec(String pod, String container, String... command) {
    ReceivedStreams received = new ReceivedStreams();
    node.ask(
        kubelet ->
            kubelet.exec(
                new ExecRequest("default", pod, container, List.of(command), false, false),
                received));
    node.pass(Duration.ofMillis(100));
    return received;
  }

  private ExecSession start(String pod, ReceivedStreams received, String... command) {
    return node.ask(
        kubelet ->
            kubelet.exec(
                new ExecRequest("default", pod, "app", List.of(command), true, false), received));
  }
}
