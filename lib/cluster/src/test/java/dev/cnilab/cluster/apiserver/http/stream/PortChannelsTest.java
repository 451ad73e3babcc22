package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PortChannelsTest {
  private static final int MUCH = 300 * 1024; // more than the server sends ahead

  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  private final List<StreamSink> ports = new ArrayList<>();
  private final List<Callback> unread = new ArrayList<>();
  private final List<Integer> haveRoom = new ArrayList<>();
  private final PortChannels socket =
      new PortChannels(loop, new OpenStreams().place(), kubelet(), pod(), List.of(80, 81));

  @Test
  void each_port_gets_room_again_after_a_slow_client_catches_up() {
    socket.onWebSocketOpen(session());
    loop.call(loop::now);
    assertThat(ports).hasSize(2).allMatch(StreamSink::hasRoom);

    loop.execute(() -> ports.getFirst().stdout(new byte[MUCH]));
    loop.call(loop::now);
    assertThat(ports).noneMatch(StreamSink::hasRoom);
    assertThat(haveRoom).isEmpty();

    unread.forEach(Callback::succeed);
    loop.call(loop::now);
    assertThat(ports).allMatch(StreamSink::hasRoom);
    assertThat(haveRoom).containsExactlyInAnyOrder(80, 81);
  }

  private static KubeObject pod() {
    return KubeObject.named(ResourceTypes.PODS, "default", "web");
  }

  /** A kubelet that only connects to ports. */
  private KubeletEndpoint kubelet() {
    return as(
        KubeletEndpoint.class,
        (method, arguments) -> {
          int port = (int) arguments[2];
          StreamSink sink = (StreamSink) arguments[3];
          sink.onRoom(() -> haveRoom.add(port));
          ports.add(sink);
          return as(ExecSession.class, (ignored, nothing) -> null);
        });
  }

  /** A session whose client reads nothing until the test says so. */
  private Session session() {
    return as(
        Session.class,
        (method, arguments) -> {
          if (method.equals("sendBinary")) {
            unread.add((Callback) arguments[1]);
          }
          return null;
        });
  }

  private static <T> T as(Class<T> type, BiFunction<String, Object[], @Nullable Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.apply(method.getName(), arguments)));
  }
}
