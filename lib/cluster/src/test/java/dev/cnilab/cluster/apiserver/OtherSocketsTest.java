package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logs, ports and commands over WebSockets, as clients other than kubectl request them. */
class OtherSocketsTest {
  private static final String LOG = "/api/v1/namespaces/default/pods/web/log?tailLines=3";
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.register("node-1", new FakeKubelet());
    server.create(
        ResourceTypes.PODS,
        "{metadata: {name: web, namespace: default}, spec: {nodeName: node-1, containers: [{name:"
            + " app, image: nginx}]}}");
  }

  /** Collects what arrives, until it is enough or the server closes. */
  private static final class Listener implements WebSocket.Listener {
    private final int enough;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> whole = new CompletableFuture<>();

    Listener(int enough) {
      this.enough = enough;
    }

    private void take(CharSequence more, WebSocket socket) {
      text.append(more);
      if (text.length() >= enough) {
        whole.complete(text.toString());
      }
      socket.request(1);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      take(StandardCharsets.UTF_8.decode(data), socket);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      take(data, socket);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      whole.complete(text.toString());
      return CompletableFuture.completedStage(null);
    }
  }

  private static WebSocket ofPod(String stream, WebSocket.Listener listener) {
    return server.webSocket(
        "/api/v1/namespaces/default/pods/web/" + stream, "v4.channel.k8s.io", listener);
  }

  @Test
  void a_forwarded_port_has_a_data_and_an_error_channel() {
    Listener listener = new Listener("0P-1P-0hi".length());
    WebSocket socket = ofPod("portforward?ports=80", listener);
    socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 'h', 'i'}), true).join();
    assertThat(listener.whole.join()).isEqualTo("\0P\0\1P\0\0hi");
    socket.abort();
  }

  @Test
  void each_of_many_ports_has_its_channels() {
    String ports =
        IntStream.rangeClosed(1, 127).mapToObj(Integer::toString).collect(Collectors.joining(","));
    List<byte[]> arrived = new CopyOnWriteArrayList<>();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    WebSocket socket =
        ofPod(
            "portforward?ports=" + ports,
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                byte[] bytes = BufferUtil.toArray(data);
                arrived.add(bytes);
                if (bytes.length > 3) {
                  answer.complete(bytes);
                }
                from.request(1);
                return CompletableFuture.completedStage(null);
              }
            });
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 252, 'h', 'e', 'y'}), true).join();
    assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join()).containsExactly(252, 'h', 'e', 'y');
    assertThat(arrived).hasSize(2 * 127 + 1);
    socket.abort();
  }

  @Test
  void an_unfinished_message_reaches_the_pod_as_it_arrives() {
    Listener listener = new Listener("1hi-1".length());
    WebSocket socket = ofPod("exec?command=cat&stdin=True&stdout=True&tty=False", listener);
    socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 'h'}), false).join();
    socket.sendBinary(ByteBuffer.wrap(new byte[] {'i'}), false).join();

    assertThat(listener.whole.orTimeout(20, TimeUnit.SECONDS).join()).endsWith("\1h\1i");
    socket.abort();
  }

  @Test
  void a_message_may_be_larger_than_what_is_held_of_it() {
    int size = 8 * 1024 * 1024;
    Listener listener = new Listener(size);
    WebSocket socket = ofPod("exec?command=cat&stdin=True&stdout=True&tty=False", listener);
    socket.sendBinary(ByteBuffer.wrap(new byte[size]), true);

    assertThat(listener.whole.orTimeout(60, TimeUnit.SECONDS).join()).hasSizeGreaterThan(size);
    socket.abort();
  }

  @Test
  void what_a_watching_client_sends_is_ignored_as_it_arrives() {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        server.open(
            "/api/v1/namespaces/default/pods?watch=1",
            server.webSocket().header("Origin", "http://localhost"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                closed.complete(status);
                return CompletableFuture.completedStage(null);
              }
            });
    socket.sendBinary(ByteBuffer.wrap(new byte[100]), false).join();
    socket.sendBinary(ByteBuffer.wrap(new byte[100]), true).join();
    socket.sendText("words", false).join();
    socket.sendText("words", true).join();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    assertThat(closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(WebSocket.NORMAL_CLOSURE);
  }

  @Test
  void a_text_message_is_read_as_bytes_on_a_binary_channel() {
    Listener listener = new Listener("1hi".length());
    WebSocket socket = ofPod("exec?command=cat&stdin=True&stdout=True&tty=False", listener);
    socket.sendText("\0hi", true).join();

    assertThat(listener.whole.join()).endsWith("\1hi");
    socket.abort();
  }

  @Test
  void exec_sends_only_the_requested_streams() {
    assertThat(echo("stdout=True&stderr=False")).startsWith("\1\1hi\n\3{");
    assertThat(echo("stderr=True")).startsWith("\2\2a remark\n\3{");
    assertThat(echo("stdin=1")).startsWith("\3\3{");
  }

  private static String echo(String streams) {
    Listener listener = new Listener(Integer.MAX_VALUE);
    ofPod("exec?command=echo&command=hi&" + streams, listener);
    return listener.whole.join();
  }

  @Test
  void port_forwarding_without_a_port_is_rejected() {
    assertThatThrownBy(() -> ofPod("portforward", new Listener(Integer.MAX_VALUE)))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  private static String log(String subprotocol) {
    Listener listener = new Listener(Integer.MAX_VALUE);
    WebSocket socket = server.webSocket(LOG, subprotocol, listener);
    assertThat(socket.getSubprotocol()).isEqualTo(subprotocol);
    return listener.whole.join();
  }

  @Test
  void a_log_is_sent_as_bytes_over_a_binary_socket() {
    assertThat(log("binary.k8s.io")).isEqualTo("tail OptionalLong[3] previous false\n");
  }

  @Test
  void a_log_is_sent_as_base64_over_a_text_socket() {
    assertThat(log("base64.binary.k8s.io"))
        .isEqualTo("dGFpbCBPcHRpb25hbExvbmdbM10gcHJldmlvdXMgZmFsc2UK");
  }
}
