package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.node.ExecRequest;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/** One command over one WebSocket: its streams, and at the end its exit status. */
public final class ExecSocket extends Session.Listener.AbstractAutoDemanding implements StreamSink {
  private final EventLoop loop;
  private final Channels channels;
  private final Function<StreamSink, ExecSession> start;
  private final ExecRequest request;
  private Optional<ExecSession> session = Optional.empty();
  private EventLoop.Waiting waiting = () -> {};
  private boolean ended;

  ExecSocket(
      EventLoop loop,
      Channels channels,
      Function<StreamSink, ExecSession> start,
      ExecRequest request) {
    this.loop = loop;
    this.channels = channels;
    this.start = start;
    this.request = request;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    channels.send(opened, Channels.STDOUT, new byte[0]);
    loop.execute(this::begin);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer message, Callback callback) {
    receive(message);
    callback.succeed();
  }

  @Override
  public void onWebSocketText(String message) {
    if (!message.isEmpty()) {
      receive(Channels.decode(message));
    }
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    loop.execute(this::gone);
    callback.succeed();
  }

  @Override
  public void stdout(byte[] bytes) {
    channels.send(getSession(), Channels.STDOUT, bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    channels.send(getSession(), Channels.STDERR, bytes);
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

  @Override
  public void fail(String message) {
    String attempt =
        request.command().isEmpty()
            ? "error attaching to container: "
            : "error executing command in container: ";
    end(ApiErrors.internal(attempt + message).status().toObject().json());
  }

  private void begin() {
    waiting = loop.waiting();
    try {
      session = Optional.of(start.apply(this));
    } catch (ApiException refused) {
      end(refused.status().toObject().json());
    }
  }

  private void receive(ByteBuffer message) {
    if (!message.hasRemaining()) {
      return;
    }
    int channel = message.get() & 0xff;
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    loop.execute(() -> session.ifPresent(running -> receive(running, channel, bytes)));
  }

  private static void receive(ExecSession running, int channel, byte[] bytes) {
    switch (channel) {
      case Channels.STDIN -> running.stdin(bytes);
      case Channels.CLOSE -> {
        if (bytes.length == 1 && bytes[0] == Channels.STDIN) {
          running.closeStdin();
        }
      }
      case Channels.RESIZE -> {
        JsonNode size = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        running.resize(size.path("Width").asInt(), size.path("Height").asInt());
      }
      default -> {}
    }
  }

  private void end(JsonNode status) {
    if (ended) {
      return;
    }
    ended = true;
    waiting.close();
    if (channels.hasStatus()) {
      channels.send(
          getSession(), Channels.ERROR, status.toString().getBytes(StandardCharsets.UTF_8));
    }
    getSession().close(StatusCode.NORMAL, "", Callback.NOOP);
  }

  private void gone() {
    if (!ended) {
      ended = true;
      waiting.close();
      session.ifPresent(ExecSession::close);
    }
  }
}
