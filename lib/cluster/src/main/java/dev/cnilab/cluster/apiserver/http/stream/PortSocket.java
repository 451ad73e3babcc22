package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections to ports of a pod over one WebSocket. Each has two numbered streams, one for data and
 * one for errors.
 */
public abstract class PortSocket extends StreamSocket {
  /** As many connections as one client may have open at once. */
  private static final int MOST_CONNECTIONS = 1000;

  private final KubeletEndpoint kubelet;
  private final KubeObject pod;
  private final MessageIntake intake =
      new MessageIntake(() -> getSession().demand(), () -> output().hasRoom());
  private final Map<Integer, ExecSession> connections = new HashMap<>();
  private final Map<Integer, Runnable> listeners = new HashMap<>();

  PortSocket(EventLoop loop, StreamPlace place, KubeletEndpoint kubelet, KubeObject pod) {
    super(loop, place);
    this.kubelet = kubelet;
    this.pod = pod;
    output()
        .onRoom(
            () -> {
              List.copyOf(listeners.values()).forEach(Runnable::run);
              intake.ask();
            });
  }

  /** Sends the client something on one of the streams. */
  abstract void send(int stream, byte[] bytes);

  /** Called when the pod's end of a connection is closed. */
  abstract void ended(int data, int errors);

  /** Handles a message of the client, with {@link #passOn} or without. From any thread. */
  final void handle(Runnable message) {
    loop().execute(() -> intake.handle(message));
  }

  /** Connects to a port of the pod; what the client sends in the meantime is queued. */
  final void connect(int port, int data, int errors) {
    Connection connection = new Connection(data, errors);
    connections.put(
        data,
        OpeningSession.open(
            loop(),
            () -> kubelet.portForward(pod.namespace(), pod.name(), port, connection),
            refused -> connection.fail(refused.message())));
  }

  /** Passes on what the client has sent on a data stream; nothing if it has ended. */
  final void passOn(int data, byte[] bytes) {
    connection(data)
        .ifPresent(
            connection -> {
              intake.queue(bytes.length);
              connection.stdin(bytes, () -> intake.taken(bytes.length));
            });
  }

  /** The connection with that data stream, if it has not ended. */
  final Optional<ExecSession> connection(int data) {
    return Optional.ofNullable(connections.get(data));
  }

  /** Forgets a connection; its listener would otherwise keep it in memory. */
  final void forget(int data) {
    connections.remove(data);
    listeners.remove(data);
  }

  final boolean mayConnect() {
    return connections.size() < MOST_CONNECTIONS;
  }

  final boolean hasNoConnection() {
    return connections.isEmpty();
  }

  @Override
  final void gone() {
    connections.values().forEach(ExecSession::close);
    connections.clear();
    kubelet.close();
  }

  /** What a port of the pod sends. */
  private final class Connection implements StreamSink {
    private final int data;
    private final int errors;

    Connection(int data, int errors) {
      this.data = data;
      this.errors = errors;
    }

    @Override
    public boolean hasRoom() {
      return output().hasRoom();
    }

    @Override
    public void onRoom(Runnable listener) {
      listeners.put(data, listener);
    }

    @Override
    public void stdout(byte[] bytes) {
      send(data, bytes);
    }

    @Override
    public void stderr(byte[] bytes) {
      send(errors, bytes);
    }

    @Override
    public void exit(int status) {
      forget(data);
      ended(data, errors);
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
