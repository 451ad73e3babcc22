package dev.cnilab.cluster.apiserver.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;

/** One command over one WebSocket: its streams, and finally its exit status. */
public final class ExecSocket extends StreamSocket implements StreamSink {
  private final Channels channels;
  private final Function<StreamSink, ExecSession> start;
  private final ExecRequest request;
  private final Outputs outputs;
  private final Runnable onEnd;
  private Optional<ExecSession> session = Optional.empty();
  private final MessageIntake intake = new MessageIntake(() -> getSession().demand(), () -> true);
  private final IncomingParts incoming = new IncomingParts(Set.of(Channels.RESIZE, Channels.CLOSE));
  private final HeadStart headStart = new HeadStart();
  private EventLoop.Waiting waiting = () -> {};
  private boolean ended;

  /**
   * A command's socket.
   *
   * @param start starts the command; in a task
   * @param onEnd called on the loop once the command has ended or its client has gone
   */
  public ExecSocket(
      EventLoop loop,
      StreamPlace place,
      Channels channels,
      Function<StreamSink, ExecSession> start,
      ExecRequest request,
      Outputs outputs,
      Runnable onEnd) {
    super(loop, place);
    this.onEnd = onEnd;
    this.channels = channels;
    this.start = start;
    this.request = request;
    this.outputs = outputs;
  }

  @Override
  void accepted() {
    headStart.begin(channels.headStart());
    send(outputs.first(), new byte[0]);
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    receive(incoming.take(part, last));
    callback.succeed();
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    // Python's client sends text messages even where channels carry bytes.
    receive(
        channels.isText()
            ? incoming.takeBase64(part, last)
            : incoming.take(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)), last));
  }

  @Override
  public void cutOff() {
    loop().execute(() -> fail(RESET));
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
    send(Channels.STDOUT, bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    send(Channels.STDERR, bytes);
  }

  private void send(int channel, byte[] bytes) {
    if (outputs.has(channel)) {
      Callback sent = output().sending(bytes.length);
      headStart.afterwards(() -> channels.send(getSession(), channel, bytes, sent));
    }
  }

  @Override
  public void exit(int status) {
    ObjectNode json = Json.object();
    json.putObject("metadata");
    if (status == 0) {
      end(json.put("status", "Success"));
      return;
    }
    String why =
        "command terminated with non-zero exit code: error executing command ["
            + String.join(" ", request.command())
            + "], exit code "
            + status;
    json.put("status", "Failure").put("message", why).put("reason", "NonZeroExitCode");
    json.putObject("details")
        .putArray("causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", Integer.toString(status));
    end(json);
  }

  /**
   * As in a real cluster, the client's connection ends with the one to the kubelet, without a
   * message.
   */
  @Override
  public void cut(String why) {
    if (!ended) {
      gone();
      getSession().disconnect();
    }
  }

  @Override
  public void fail(String message) {
    end(ApiErrors.internal(told(message)).status().toObject().json());
  }

  /** The kubelet's server has already marked failures in a container as internal errors. */
  private String told(String message) {
    if (request.container().isEmpty()) {
      return message;
    }
    String attempt =
        request.command().isEmpty()
            ? "error attaching to container: "
            : "error executing command in container: ";
    return ApiErrors.internal(attempt + message).status().message();
  }

  @Override
  void begin() {
    if (ended) {
      return; // a reset was between the client's acceptance and this
    }
    waiting = loop().waiting();
    session =
        Optional.of(
            OpeningSession.open(
                loop(), () -> start.apply(this), refused -> end(refused.toObject().json())));
  }

  private void receive(Optional<IncomingParts.Part> part) {
    loop().execute(() -> intake.handle(() -> part.ifPresent(this::receive)));
  }

  private void receive(IncomingParts.Part part) {
    session.ifPresent(running -> receive(running, part.channel(), part.bytes()));
  }

  private void receive(ExecSession running, int channel, byte[] bytes) {
    switch (channel) {
      case Channels.STDIN -> {
        intake.queue(bytes.length);
        running.stdin(bytes, () -> intake.taken(bytes.length));
      }
      case Channels.CLOSE -> {
        if (bytes.length == 1 && bytes[0] == Channels.STDIN) {
          running.closeStdin();
        }
      }
      case Channels.RESIZE -> {
        resize(running, new String(bytes, StandardCharsets.UTF_8));
      }
      default -> {}
    }
  }

  private static void resize(ExecSession running, String size) {
    try {
      JsonNode json = Json.parse(size);
      running.resize(json.path("Width").asInt(), json.path("Height").asInt());
    } catch (IllegalArgumentException malformed) {
      // As in a real server, an unreadable size is ignored.
    }
  }

  private void end(JsonNode status) {
    if (ended) {
      return;
    }
    ended = true;
    waiting.close();
    if (channels.hasStatus()) {
      send(Channels.ERROR, status.toString().getBytes(StandardCharsets.UTF_8));
    }
    headStart.afterwards(() -> close(StatusCode.NORMAL, ""));
    onEnd.run();
  }

  @Override
  void gone() {
    if (!ended) {
      ended = true;
      waiting.close();
      session.ifPresent(ExecSession::close);
      onEnd.run();
    }
  }
}
