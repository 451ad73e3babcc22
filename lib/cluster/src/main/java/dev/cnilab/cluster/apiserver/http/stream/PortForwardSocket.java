package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.spdy.SpdyConnection;
import dev.cnilab.cluster.apiserver.spdy.SpdyStreams;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * The connections to a pod's ports over one WebSocket, each of them a pair of SPDY streams: one for
 * data, one for errors.
 */
public final class PortForwardSocket extends PortSocket implements SpdyStreams {
  public static final String SUBPROTOCOL = "SPDY/3.1+portforward.k8s.io";

  /** How many streams for errors may wait for the stream of data that belongs to them. */
  private static final int MOST_WITHOUT_DATA = 100;

  private final SpdyConnection connection = new SpdyConnection(this, this::transmit);
  private final Map<String, Integer> errorStreams = new HashMap<>();

  public PortForwardSocket(
      EventLoop loop, StreamPlace place, KubeletEndpoint kubelet, KubeObject pod) {
    super(loop, place, kubelet, pod);
  }

  @Override
  void begin() {
    // The client opens the streams.
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    byte[] bytes = BufferUtil.toArray(part);
    callback.succeed();
    handle(() -> receive(bytes));
  }

  private void receive(byte[] bytes) {
    try {
      connection.receive(bytes);
    } catch (IOException malformed) {
      close(StatusCode.PROTOCOL, String.valueOf(malformed.getMessage()));
    }
  }

  private void transmit(byte[] frame) {
    getSession().sendBinary(ByteBuffer.wrap(frame), output().sending(frame.length));
  }

  @Override
  public void opened(int stream, Map<String, String> headers) {
    boolean forErrors = headers.getOrDefault("streamtype", "").equals("error");
    int port = port(headers.getOrDefault("port", ""));
    String request = headers.getOrDefault("requestid", "");
    Integer errors = forErrors ? null : errorStreams.remove(request);
    if (port == 0 || (forErrors ? errorStreams.size() >= MOST_WITHOUT_DATA : !mayConnect())) {
      connection.reject(stream);
      return;
    }
    connection.reply(stream);
    if (forErrors) {
      errorStreams.put(request, stream);
    } else {
      connect(port, stream, errors == null ? stream : errors);
    }
  }

  /** The number of a port; 0 for text that is none. */
  private static int port(String text) {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    return port <= 0xffff ? port : 0;
  }

  @Override
  public void data(int stream, byte[] bytes) {
    passOn(stream, bytes);
  }

  @Override
  public void finished(int stream) {
    connection(stream).ifPresent(ExecSession::closeStdin);
  }

  @Override
  public void reset(int stream) {
    Optional<ExecSession> ended = connection(stream);
    forget(stream);
    errorStreams.values().remove(stream);
    ended.ifPresent(ExecSession::close);
  }

  @Override
  void send(int stream, byte[] bytes) {
    connection.send(stream, bytes);
  }

  @Override
  void ended(int data, int errors) {
    connection.finish(errors);
    connection.finish(data);
  }
}
