package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One connection to each of several ports of a pod, over one WebSocket: port number N of the query
 * uses channel 2N for data and 2N+1 for errors, as the Kubernetes client for Python expects.
 */
public final class PortChannels extends PortSocket {
  public static final List<String> SUBPROTOCOLS = List.of("v4.channel.k8s.io");

  private static final int MOST_PORTS = 127;

  private final List<Integer> ports;
  private final IncomingParts incoming = new IncomingParts(Set.of());

  public PortChannels(
      EventLoop loop,
      StreamPlace place,
      KubeletEndpoint kubelet,
      KubeObject pod,
      List<Integer> ports) {
    super(loop, place, kubelet, pod);
    this.ports = ports;
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
  void begin() {
    for (int i = 0; i < ports.size(); i++) {
      int data = 2 * i;
      int errors = data + 1;
      byte[] port =
          ByteBuffer.allocate(2)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort(ports.get(i).shortValue())
              .array();
      send(data, port);
      send(errors, port);
      connect(ports.get(i), data, errors);
    }
  }

  @Override
  void send(int channel, byte[] bytes) {
    getSession()
        .sendBinary(
            ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).flip(),
            output().sending(bytes.length));
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    Optional<IncomingParts.Part> next = incoming.take(part, last);
    callback.succeed();
    handle(() -> next.ifPresent(data -> passOn(data.channel(), data.bytes())));
  }

  @Override
  void ended(int data, int errors) {
    if (hasNoConnection()) {
      close(StatusCode.NORMAL, "");
    }
  }
}
