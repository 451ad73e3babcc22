package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.node.ExecRequest;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.netsim.loop.EventLoop;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExecSocketTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  @Test
  void a_command_that_is_cut_off_before_its_turn_never_starts_and_nobody_waits_for_it() {
    ExecSocket socket =
        new ExecSocket(
            loop,
            new Streams(),
            new Channels("v4.channel.k8s.io"),
            sink -> {
              throw new AssertionError("it has started");
            },
            ExecRequest.outsideOfPods(List.of("sleep", "1"), false, false),
            Outputs.ALL,
            () -> {});
    socket.cutOff();
    socket.onWebSocketOpen(silent());

    Instant before = loop.now();
    loop.call(() -> loop.schedule(Duration.ofHours(1), () -> {}));
    assertThat(loop.call(loop::now)).isEqualTo(before);
  }

  /** A session that does nothing. */
  private static Session silent() {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> null);
  }
}
