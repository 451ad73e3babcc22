package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.Backlog;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.cluster.apiserver.spdy.SpdyConnection;
import dev.cnilab.cluster.apiserver.spdy.SpdyStreams;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * The connections to a pod's ports over one WebSocket, each of them a pair of SPDY streams: one for
 * data, one for errors.
 */
public final class PortForwardSocket extends Session.Listener.Abstract
    implements SpdyStreams, Streams.Open {
  public static final String SUBPROTOCOL = "SPDY/3.1+portforward.k8s.io";

  private final EventLoop loop;
  private final Streams streams;
  private final KubeletEndpoint kubelet;
  private final KubeObject pod;
  private final SpdyConnection connection = new SpdyConnection(this, this::transmit);
  private final Backlog output;
  private final Intake intake = new Intake(() -> getSession().demand());
  private final Map<String, Integer> errorStreams = new HashMap<>();
  private final Map<Integer, ExecSession> ports = new HashMap<>();
  private final Map<Integer, Runnable> listeners = new HashMap<>();

  public PortForwardSocket(
      EventLoop loop, Streams streams, KubeletEndpoint kubelet, KubeObject pod) {
    this.loop = loop;
    this.streams = streams;
    this.kubelet = kubelet;
    this.pod = pod;
    this.output = new Backlog(loop);
    output.onRoom(() -> listeners.values().forEach(Runnable::run));
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    streams.began(this);
    opened.demand();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer message, Callback callback) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    callback.succeed();
    loop.execute(() -> intake.handle(() -> receive(bytes)));
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    streams.ended(this);
    loop.execute(
        () -> {
          ports.values().forEach(ExecSession::close);
          ports.clear();
          kubelet.close();
        });
    callback.succeed();
  }

  @Override
  public void cutOff() {
    getSession().close(StatusCode.SERVER_ERROR, "the cluster was reset", Callback.NOOP);
  }

  private void receive(byte[] bytes) {
    try {
      connection.receive(bytes);
    } catch (IOException malformed) {
      getSession()
          .close(StatusCode.PROTOCOL, String.valueOf(malformed.getMessage()), Callback.NOOP);
    }
  }

  private void transmit(byte[] frame) {
    getSession().sendBinary(ByteBuffer.wrap(frame), output.sending(frame.length));
  }

  @Override
  public void opened(int stream, Map<String, String> headers) {
    connection.reply(stream);
    String request = headers.getOrDefault("requestid", "");
    if (headers.getOrDefault("streamtype", "").equals("error")) {
      errorStreams.put(request, stream);
    } else {
      int errors = errorStreams.getOrDefault(request, stream);
      Port port = new Port(stream, errors);
      int number = Integer.parseInt(headers.getOrDefault("port", "0"));
      ports.put(
          stream,
          OpeningSession.open(
              loop,
              () -> kubelet.portForward(pod.namespace(), pod.name(), number, port),
              refused -> port.fail(refused.message())));
    }
  }

  @Override
  public void data(int stream, byte[] bytes) {
    ExecSession port = ports.get(stream);
    if (port != null) {
      intake.queue(bytes.length);
      port.stdin(bytes, () -> intake.taken(bytes.length));
    }
  }

  @Override
  public void finished(int stream) {
    ExecSession port = ports.get(stream);
    if (port != null) {
      port.closeStdin();
    }
  }

  @Override
  public void reset(int stream) {
    listeners.remove(stream);
    ExecSession port = ports.remove(stream);
    if (port != null) {
      port.close();
    }
  }

  /** Receives from one connection to the pod. */
  private final class Port implements StreamSink {
    private final int data;
    private final int errors;

    Port(int data, int errors) {
      this.data = data;
      this.errors = errors;
    }

    @Override
    public boolean hasRoom() {
      return output.hasRoom();
    }

    @Override
    public void onRoom(Runnable listener) {
      listeners.put(data, listener);
    }

    @Override
    public void stdout(byte[] bytes) {
      connection.send(data, bytes);
    }

    @Override
    public void stderr(byte[] bytes) {
      connection.send(errors, bytes);
    }

    @Override
    public void exit(int status) {
      end();
    }

    @Override
    public void cut(String why) {
      getSession().disconnect();
    }

    @Override
    public void fail(String message) {
      stderr(message.getBytes(StandardCharsets.UTF_8));
      end();
    }

    private void end() {
      connection.finish(errors);
      connection.finish(data);
      ports.remove(data);
      listeners.remove(data);
    }
  }
}
