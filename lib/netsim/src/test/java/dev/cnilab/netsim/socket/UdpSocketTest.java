package dev.cnilab.netsim.socket;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpSocketTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace client = lab.namespace("client");
  private final NetworkNamespace server = lab.namespace("server");

  @BeforeEach
  void wire() {
    lab.wire(client, "eth0", server, "eth0");
    lab.address(client, "eth0", "10.0.0.1/24");
    lab.address(server, "eth0", "10.0.0.2/24");
  }

  private UdpSocket bound(NetworkNamespace namespace, String address, int port) {
    return lab.on(
        () -> {
          UdpSocket socket = namespace.sockets().udp();
          socket.bind(ip(address), port);
          return socket;
        });
  }

  private <T> CompletableFuture<T> inTask(Callable<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    lab.run(
        () ->
            lab.loop()
                .spawn(
                    "test",
                    () -> {
                      try {
                        result.complete(code.call());
                      } catch (Exception thrown) {
                        result.completeExceptionally(thrown);
                      }
                    }));
    lab.advance(Duration.ofSeconds(5));
    return result;
  }

  @Test
  void a_datagram_reaches_the_socket_bound_to_its_port_and_can_be_answered() {
    UdpSocket listening = bound(server, "0.0.0.0", 53);
    UdpSocket asking = lab.on(() -> client.sockets().udp());
    lab.run(() -> asking.sendTo(ip("10.0.0.2"), 53, Bytes.of("who?")));

    UdpSocket.Datagram question = inTask(() -> listening.receive(Duration.ofSeconds(1))).join();
    assertThat(question.data().text()).isEqualTo("who?");
    assertThat(question.source()).isEqualTo(ip("10.0.0.1"));
    lab.run(() -> listening.sendTo(question.source(), question.sourcePort(), Bytes.of("me")));
    assertThat(inTask(() -> asking.receive(Duration.ofSeconds(1))).join().data().text())
        .isEqualTo("me");
  }

  @Test
  void a_connected_sender_gets_connection_refused_from_a_closed_port() {
    UdpSocket asking = lab.on(() -> client.sockets().udp());
    lab.run(
        () -> {
          asking.connect(ip("10.0.0.2"), 9999);
          asking.send(Bytes.of("x"));
        });

    assertThatThrownBy(() -> inTask(() -> asking.receive(Duration.ofSeconds(1))).join())
        .hasMessageContaining("Connection refused");
  }

  @Test
  void the_trace_of_a_refused_datagram_names_the_port() {
    UdpSocket asking = lab.on(() -> client.sockets().udp());
    TraceRecorder recorder = lab.on(() -> asking.trace(ip("10.0.0.2"), 9999, Bytes.of("x")));
    lab.advance(Duration.ofSeconds(1));

    assertThat(lab.on(recorder::trace))
        .droppedAt("server", DropReason.NO_SOCKET)
        .because("no socket is bound to UDP port 9999");
    assertThat(lab.on(recorder::trace).error().orElseThrow()).deliveredAt("client");
  }

  @Test
  void an_address_and_port_can_be_bound_only_once() {
    bound(server, "10.0.0.2", 53);

    assertThatThrownBy(() -> bound(server, "0.0.0.0", 53)).hasMessage("Address already in use");
    assertThatThrownBy(() -> bound(server, "10.0.0.9", 53))
        .hasMessage("Cannot assign requested address");
    assertThat(bound(server, "127.0.0.1", 53).localPort()).isEqualTo(53);
  }

  @Test
  void closing_a_socket_frees_its_port() {
    UdpSocket first = bound(server, "0.0.0.0", 53);
    lab.run(first::close);

    assertThat(bound(server, "0.0.0.0", 53).localAddress()).isEqualTo(Ipv4Address.ANY);
  }

  @Test
  void receive_returns_null_on_timeout() {
    UdpSocket listening = bound(server, "0.0.0.0", 53);

    assertThat(inTask(() -> listening.receive(Duration.ofSeconds(1))).join()).isNull();
  }
}
