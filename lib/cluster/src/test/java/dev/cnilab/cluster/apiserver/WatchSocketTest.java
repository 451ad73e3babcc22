package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches over WebSockets, which fabric8's client asks for first. */
@Timeout(60)
class WatchSocketTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps?watch=true";
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(
        ResourceTypes.CONFIG_MAPS,
        "{metadata: {name: first, namespace: default}, data: {long: " + "x".repeat(50_000) + "}}");
  }

  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> whole = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        whole.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      whole.add("closed with " + status);
      return null;
    }
  }

  private static Messages watch(String path) {
    Messages messages = new Messages();
    server.open(path, server.webSocket().header("Origin", "https://lab"), messages);
    return messages;
  }

  @Test
  void each_watch_event_is_one_message() throws InterruptedException {
    Messages messages = watch(MAPS);
    assertThat(messages.whole.take()).startsWith("{\"type\":\"ADDED\"").endsWith("}\n");

    server.create(ResourceTypes.CONFIG_MAPS, "{metadata: {name: second, namespace: default}}");
    assertThat(messages.whole.take()).contains("\"name\":\"second\"");
  }

  @Test
  void client_messages_are_ignored_and_a_client_close_is_answered() throws Exception {
    Messages messages = new Messages();
    WebSocket socket =
        server.open(MAPS, server.webSocket().header("Origin", "https://lab"), messages);
    assertThat(messages.whole.take()).startsWith("{\"type\":\"ADDED\"");

    socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get(10, TimeUnit.SECONDS);
    socket.sendText("and again", true).get(10, TimeUnit.SECONDS);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);

    assertThat(messages.whole.poll(10, TimeUnit.SECONDS)).isEqualTo("closed with 1000");
  }

  @Test
  void a_watch_socket_is_closed_after_its_timeout() throws InterruptedException {
    Messages messages = watch("/api/v1/nodes?watch=true&timeoutSeconds=1");
    assertThat(messages.whole.take()).isEqualTo("closed with 1000");
  }

  @Test
  void a_watch_socket_without_an_origin_is_forbidden() {
    assertThatThrownBy(() -> server.open(MAPS, server.webSocket(), new Messages()))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }
}
