package dev.cnilab.netsim.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two hosts and a cable that loses the packets a test selects. */
class TcpTest {
  private static final Ipv4Address CLIENT = Ipv4Address.parse("10.0.0.1");
  private static final Ipv4Address SERVER = Ipv4Address.parse("10.0.0.2");
  private static final Duration LONG = Duration.ofMinutes(30);

  private final EventLoop loop = EventLoop.onDemand(7);
  private final List<Throwable> uncaught = new ArrayList<>();
  private final List<Ipv4Packet> sent = new ArrayList<>();
  private Predicate<Ipv4Packet> lost = packet -> false;
  private final Tcp client = host(CLIENT);
  private final Tcp server = host(SERVER);

  TcpTest() {
    loop.onUncaught(uncaught::add);
  }

  @AfterEach
  void close() {
    loop.close();
    assertThat(uncaught).isEmpty();
  }

  private Tcp host(Ipv4Address own) {
    return new Tcp(
        loop,
        new TcpOutput() {
          @Override
          public void send(
              Ipv4Packet packet, @Nullable SocketOwner owner, @Nullable TraceRecorder trace) {
            sent.add(packet);
            if (!lost.test(packet)) {
              loop.schedule(Duration.ofMillis(1), () -> deliver(packet));
            }
          }

          @Override
          public Ipv4Address sourceTo(Endpoint from, Endpoint peer, SocketOwner owner) {
            return own;
          }

          @Override
          public int mtuTo(Endpoint local, Endpoint peer, SocketOwner owner) {
            return 1500;
          }

          @Override
          public boolean isLocal(Ipv4Address address) {
            return address.equals(own);
          }
        },
        new Sysctl(),
        new Mib());
  }

  private void deliver(Ipv4Packet packet) {
    (packet.destination().equals(SERVER) ? server : client).receive(packet, null);
  }

  private void run(Runnable... tasks) {
    loop.call(
        () -> {
          for (Runnable task : tasks) {
            loop.spawn("task", task);
          }
          return true;
        });
    loop.advance(LONG);
  }

  /** A server that echoes everything it reads, and closes after its client does. */
  private void echo() {
    TcpListener listener = server.listen(Ipv4Address.ANY, 80, 5);
    TcpConnection connection = listener.accept();
    for (Bytes data = read(connection); data.length() > 0; data = read(connection)) {
      connection.write(data, LONG);
    }
    connection.close();
    listener.close();
  }

  private static Bytes read(TcpConnection connection) {
    return connection.read(65536, LONG).orElseThrow();
  }

  private String exchange(String text) {
    StringBuilder answer = new StringBuilder();
    run(
        this::echo,
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          assertThat(connection.awaitEstablished(LONG)).isTrue();
          connection.write(Bytes.of(text), LONG);
          connection.finish();
          for (Bytes data = read(connection); data.length() > 0; data = read(connection)) {
            answer.append(data.text());
          }
          connection.close();
        });
    return answer.toString();
  }

  @Test
  void data_is_echoed_and_no_connection_is_left_on_either_end() {
    assertThat(exchange("hello")).isEqualTo("hello");
    assertThat(client.connections()).isEmpty();
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void a_simultaneously_closed_connection_is_gone_after_a_minute() {
    run(
        () -> {
          TcpListener listener = server.listen(SERVER, 80, 1);
          TcpConnection connection = listener.accept();
          connection.close();
          listener.close();
        },
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          connection.awaitEstablished(LONG);
          connection.close();
        });
    loop.advance(Duration.ofSeconds(61));
    assertThat(client.connections()).isEmpty();
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void a_large_transfer_is_split_into_segments_that_fit_the_mtu() {
    String text = "x".repeat(300_000);
    assertThat(exchange(text)).isEqualTo(text);
    assertThat(sent).allSatisfy(packet -> assertThat(packet.length()).isLessThanOrEqualTo(1500));
  }

  @Test
  void lost_segments_are_retransmitted() {
    lost = packet -> loop.random().nextInt(10) == 0;
    String text = "0123456789".repeat(20_000);
    assertThat(exchange(text).equals(text)).isTrue();
  }

  @Test
  void a_connection_to_a_port_without_a_listener_is_refused() {
    assertThat(connectionError()).isEqualTo("ECONNREFUSED");
  }

  @Test
  void closing_the_listener_during_the_handshake_resets_the_connection() {
    TcpListener[] listener = new TcpListener[1];
    String[] error = new String[1];
    run(
        () -> listener[0] = server.listen(Ipv4Address.ANY, 80, 5),
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          loop.sleep(Duration.ofMillis(1)); // the first segment has just arrived
          listener[0].close();
          connection.awaitEstablished(LONG);
          connection.write(Bytes.of("hello"), LONG);
          try {
            error[0] = connection.read(1, LONG).map(Bytes::text).orElse("nothing");
          } catch (ErrnoException reset) {
            error[0] = reset.errno().name();
          }
        });
    assertThat(error[0]).isEqualTo("ECONNRESET");
  }

  @Test
  void an_unanswered_connection_times_out_after_more_than_two_minutes() {
    lost = packet -> true;
    long[] took = new long[1];
    run(
        () -> {
          long begun = loop.nanoTime();
          try {
            client.connect(SERVER, 80).awaitEstablished(LONG);
          } catch (ErrnoException timedOut) {
            took[0] = loop.nanoTime() - begun;
          }
        });
    assertThat(Duration.ofNanos(took[0]))
        .isBetween(Duration.ofSeconds(131), Duration.ofSeconds(136));
    assertThat(sent).hasSize(11);
  }

  @Test
  void read_returns_empty_on_timeout() {
    List<Boolean> empty = new ArrayList<>();
    run(
        this::echo,
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          connection.awaitEstablished(LONG);
          empty.add(connection.read(1, Duration.ofSeconds(2)).isEmpty());
          connection.close();
        });
    assertThat(empty).containsExactly(true);
  }

  @Test
  void a_connection_that_loses_all_large_segments_stays_established() {
    lost = packet -> packet.length() > 1400;
    List<TcpState> states = new ArrayList<>();
    List<Integer> waiting = new ArrayList<>();
    run(
        () -> server.listen(Ipv4Address.ANY, 80, 5).accept(),
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          connection.awaitEstablished(LONG);
          connection.write(Bytes.zeros(20_000), LONG);
          connection.read(1, Duration.ofSeconds(60));
          states.add(connection.state());
          waiting.add(connection.sendQueue());
          connection.abort();
        });
    assertThat(states).containsExactly(TcpState.ESTABLISHED);
    assertThat(waiting).containsExactly(20_000);
  }

  @Test
  void an_abort_resets_the_other_end() {
    List<String> seen = new ArrayList<>();
    run(
        () -> {
          TcpConnection accepted = server.listen(Ipv4Address.ANY, 80, 1).accept();
          try {
            read(accepted);
          } catch (ErrnoException reset) {
            seen.add(reset.errno().name());
          }
        },
        () -> {
          TcpConnection connection = client.connect(SERVER, 80);
          connection.awaitEstablished(LONG);
          connection.abort();
        });
    assertThat(seen).containsExactly("ECONNRESET");
  }

  @Test
  void a_syn_carries_the_same_options_as_on_linux() {
    connectionError();
    TcpSegment syn = (TcpSegment) sent.getFirst().payload();
    assertThat(syn.options().length()).isEqualTo(20);
    assertThat(TcpOptions.decode(syn.options()).mss()).isEqualTo(1460);
    assertThat(TcpOptions.decode(syn.options()).windowScale()).isEqualTo(7);
  }

  private String connectionError() {
    List<String> seen = new ArrayList<>();
    run(
        () -> {
          try {
            client.connect(SERVER, 80).awaitEstablished(LONG);
          } catch (ErrnoException failed) {
            seen.add(failed.errno().name());
          }
        });
    return String.join(",", seen);
  }
}
