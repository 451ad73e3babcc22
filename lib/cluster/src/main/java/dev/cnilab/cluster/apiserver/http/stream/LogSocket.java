package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;

/** Sends a container's log over a WebSocket, as binary or base64 messages. */
public final class LogSocket extends StreamSocket implements StreamSink {
  private static final String BASE64 = "base64.binary.k8s.io";

  /** The subprotocols of apiserver's {@code wsstream.Reader}; a client may also offer none. */
  public static final List<String> SUBPROTOCOLS = List.of("binary.k8s.io", BASE64);

  private final String subprotocol;
  private final KubeletEndpoint kubelet;
  private final LogRequest request;
  private Optional<ExecSession> session = Optional.empty();

  public LogSocket(
      EventLoop loop,
      StreamPlace place,
      String subprotocol,
      KubeletEndpoint kubelet,
      LogRequest request) {
    super(loop, place);
    this.subprotocol = subprotocol;
    this.kubelet = kubelet;
    this.request = request;
  }

  @Override
  void begin() {
    session =
        Optional.of(
            OpeningSession.open(
                loop(), () -> kubelet.logs(request, this), refused -> fail(refused.message())));
  }

  @Override
  void gone() {
    session.ifPresent(ExecSession::close);
    kubelet.close();
  }

  @Override
  public boolean hasRoom() {
    return output().hasRoom();
  }

  @Override
  public void onRoom(Runnable listener) {
    output().onRoom(listener);
  }

  @Override
  public void stdout(byte[] bytes) {
    Callback sent = output().sending(bytes.length);
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
    close(StatusCode.NORMAL, "");
  }

  @Override
  public void fail(String message) {
    close(StatusCode.SERVER_ERROR, message);
  }
}
