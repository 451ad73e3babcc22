package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.netsim.loop.EventLoop;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExecSocketTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  private final OpenStreams streams = new OpenStreams();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final ExecSocket socket =
      new ExecSocket(
          loop,
          streams.place(),
          new Channels("v4.channel.k8s.io"),
          sink -> {
            throw new AssertionError("it has started");
          },
          ExecRequest.outsideOfPods(List.of("sleep", "1"), false, false),
          Outputs.ALL,
          () -> {});

  @Test
  void a_command_disconnected_before_its_turn_leaves_nothing_waiting() {
    socket.cutOff();
    socket.onWebSocketOpen(session());

    assertNobodyWaits();
  }

  @Test
  void a_command_accepted_during_a_reset_ends_with_an_error() {
    new Outage(streams).during(() -> {});
    socket.onWebSocketOpen(session());

    assertNobodyWaits();
    assertThat(calls).contains("sendBinary");
  }

  private void assertNobodyWaits() {
    Instant before = loop.now();
    loop.call(() -> loop.schedule(Duration.ofHours(1), () -> {}));
    assertThat(loop.call(loop::now)).isEqualTo(before);
  }

  /** A session that only notes what it is asked for. */
  private Session session() {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return null;
            });
  }
}
