package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A container's log over a WebSocket, as clients in browsers ask for it. */
class LogSocketTest {
  private static final String LOG = "/api/v1/namespaces/default/pods/web/log?tailLines=3";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.register("node-1", new FakeKubelet());
    server.create(
        ResourceTypes.PODS,
        "{metadata: {name: web, namespace: default}, spec: {nodeName: node-1, containers: [{name:"
            + " app, image: nginx}]}}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Collects what comes, until the server closes. */
  private static final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      text.append(StandardCharsets.UTF_8.decode(data));
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(text.toString());
      return CompletableFuture.completedStage(null);
    }
  }

  private static String log(String subprotocol) {
    Listener listener = new Listener();
    WebSocket socket = server.webSocket(LOG, subprotocol, listener);
    assertThat(socket.getSubprotocol()).isEqualTo(subprotocol);
    return listener.closed.join();
  }

  @Test
  void it_comes_as_bytes() {
    assertThat(log("binary.k8s.io")).isEqualTo("tail OptionalLong[3] previous false\n");
  }

  @Test
  void it_comes_as_text_for_who_can_read_nothing_else() {
    assertThat(log("base64.binary.k8s.io"))
        .isEqualTo("dGFpbCBPcHRpb25hbExvbmdbM10gcHJldmlvdXMgZmFsc2UK");
  }
}
