package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.Backlog;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.LogRequest;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/** Sends a container's log over a WebSocket, as binary or base64 messages. */
public final class LogSocket extends Session.Listener.Abstract implements StreamSink, Streams.Open {
  private static final String BASE64 = "base64.binary.k8s.io";

  /** The subprotocols of apiserver's {@code wsstream.Reader}; a client may also offer none. */
  public static final List<String> SUBPROTOCOLS = List.of("binary.k8s.io", BASE64);

  private final EventLoop loop;
  private final Streams streams;
  private final String subprotocol;
  private final KubeletEndpoint kubelet;
  private final LogRequest request;
  private final Backlog output;
  private Optional<ExecSession> session = Optional.empty();

  public LogSocket(
      EventLoop loop,
      Streams streams,
      String subprotocol,
      KubeletEndpoint kubelet,
      LogRequest request) {
    this.loop = loop;
    this.streams = streams;
    this.subprotocol = subprotocol;
    this.kubelet = kubelet;
    this.request = request;
    this.output = new Backlog(loop);
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    streams.began(this);
    loop.execute(this::begin);
    opened.demand();
  }

  private void begin() {
    session =
        Optional.of(
            OpeningSession.open(
                loop, () -> kubelet.logs(request, this), refused -> fail(refused.message())));
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    streams.ended(this);
    loop.execute(
        () -> {
          session.ifPresent(ExecSession::close);
          kubelet.close();
        });
    callback.succeed();
  }

  @Override
  public void cutOff() {
    loop.execute(() -> fail("the cluster was reset"));
  }

  @Override
  public boolean hasRoom() {
    return output.hasRoom();
  }

  @Override
  public void onRoom(Runnable listener) {
    output.onRoom(listener);
  }

  @Override
  public void stdout(byte[] bytes) {
    Callback sent = output.sending(bytes.length);
    if (subprotocol.equals(BASE64)) {
      getSession().sendText(Base64.getEncoder().encodeToString(bytes), sent);
    } else {
      getSession().sendBinary(ByteBuffer.wrap(bytes), sent);
    }
  }

  @Override
  public void stderr(byte[] bytes) {
    stdout(bytes);
  }

  @Override
  public void exit(int status) {
    getSession().close(StatusCode.NORMAL, "", Callback.NOOP);
  }

  @Override
  public void fail(String message) {
    getSession().close(StatusCode.SERVER_ERROR, message, Callback.NOOP);
  }
}
