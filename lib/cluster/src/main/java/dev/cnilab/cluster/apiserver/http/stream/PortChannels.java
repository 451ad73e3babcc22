package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.Backlog;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One connection to each of several ports of a pod, over one WebSocket: port number N of the query
 * uses channel 2N for data and 2N+1 for errors, as the Kubernetes client for Python expects.
 */
public final class PortChannels extends Session.Listener.Abstract implements Streams.Open {
  public static final List<String> SUBPROTOCOLS = List.of("v4.channel.k8s.io");

  private static final int MOST_PORTS = 127;

  private final EventLoop loop;
  private final Streams streams;
  private final KubeletEndpoint kubelet;
  private final KubeObject pod;
  private final List<Integer> ports;
  private final Backlog output;
  private final Intake intake = new Intake(() -> getSession().demand());
  private final Map<Integer, ExecSession> open = new HashMap<>();

  public PortChannels(
      EventLoop loop,
      Streams streams,
      KubeletEndpoint kubelet,
      KubeObject pod,
      List<Integer> ports) {
    this.loop = loop;
    this.streams = streams;
    this.kubelet = kubelet;
    this.pod = pod;
    this.ports = ports;
    this.output = new Backlog(loop);
  }

  /**
   * Reads the query's {@code ports}, each a number or several with commas between.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if there is none, or one is invalid
   */
  public static List<Integer> ports(List<String> values) {
    List<Integer> ports =
        values.stream()
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(PortChannels::port)
            .toList();
    if (ports.isEmpty() || ports.size() > MOST_PORTS) {
      throw ApiErrors.badRequest("query parameter \"ports\" is required");
    }
    return ports;
  }

  private static int port(String text) {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 0xffff) {
      throw ApiErrors.badRequest("unable to parse \"" + text + "\" as a port");
    }
    return port;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    streams.began(this);
    loop.execute(this::begin);
    opened.demand();
  }

  private void begin() {
    for (int i = 0; i < ports.size(); i++) {
      byte[] port =
          ByteBuffer.allocate(2)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort(ports.get(i).shortValue())
              .array();
      send(2 * i, port);
      send(2 * i + 1, port);
      Port sink = new Port(2 * i);
      int number = ports.get(i);
      open.put(
          2 * i,
          OpeningSession.open(
              loop,
              () -> kubelet.portForward(pod.namespace(), pod.name(), number, sink),
              refused -> sink.fail(refused.message())));
    }
  }

  private void send(int channel, byte[] bytes) {
    getSession()
        .sendBinary(
            ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).flip(),
            output.sending(bytes.length));
  }

  @Override
  public void onWebSocketBinary(ByteBuffer message, Callback callback) {
    int channel = message.hasRemaining() ? message.get() : 0;
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    callback.succeed();
    loop.execute(() -> intake.handle(() -> receive(channel, bytes)));
  }

  private void receive(int channel, byte[] bytes) {
    ExecSession port = open.get(channel);
    if (port != null) {
      intake.queue(bytes.length);
      port.stdin(bytes, () -> intake.taken(bytes.length));
    }
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    streams.ended(this);
    loop.execute(
        () -> {
          open.values().forEach(ExecSession::close);
          open.clear();
          kubelet.close();
        });
    callback.succeed();
  }

  @Override
  public void cutOff() {
    getSession().close(StatusCode.SERVER_ERROR, "the cluster was reset", Callback.NOOP);
  }

  /** Receives from one connection to the pod. */
  private final class Port implements StreamSink {
    private final int channel;

    Port(int channel) {
      this.channel = channel;
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
      send(channel, bytes);
    }

    @Override
    public void stderr(byte[] bytes) {
      send(channel + 1, bytes);
    }

    @Override
    public void exit(int status) {
      open.remove(channel);
      if (open.isEmpty()) {
        getSession().close(StatusCode.NORMAL, "", Callback.NOOP);
      }
    }

    @Override
    public void cut(String why) {
      getSession().disconnect();
    }

    @Override
    public void fail(String message) {
      stderr(message.getBytes(StandardCharsets.UTF_8));
      exit(1);
    }
  }
}
