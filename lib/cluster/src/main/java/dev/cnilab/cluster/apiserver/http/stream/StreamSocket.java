package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.connection.limit.StalledClients;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStream;
import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * A WebSocket over which a kubelet's streams reach a client. Jetty calls it from its own threads;
 * what the streams do is done on the loop. Public, as Jetty looks up its methods.
 */
public abstract class StreamSocket extends Session.Listener.Abstract implements OpenStream {
  /** What a client is told whose stream ends with a reset. */
  static final String RESET = "the cluster was reset";

  private final EventLoop loop;
  private final StreamPlace place;
  private final Backlog output;
  private HttpLimits limits = HttpLimits.standard();
  private volatile Optional<StalledClients> patience = Optional.empty();

  StreamSocket(EventLoop loop, StreamPlace place) {
    this.loop = loop;
    this.place = place;
    this.output = new Backlog(loop);
  }

  /** Sets how long the client may read nothing; before the connection begins. */
  public final void limit(HttpLimits other) {
    limits = other;
  }

  /** Closes the connection after what is on its way, or soon, if the client does not read that. */
  final void close(int status, String reason) {
    patience.ifPresent(reader -> reader.close(status, reason));
  }

  final EventLoop loop() {
    return loop;
  }

  /** What is on its way to the client. */
  final Backlog output() {
    return output;
  }

  /** Called before anything else, when the client has been accepted. Not on the loop. */
  void accepted() {}

  /** Called on the loop when the client may be sent something. */
  abstract void begin();

  /** Called on the loop when the client has gone, or the server has closed the socket. */
  abstract void gone();

  @Override
  public final void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    patience = Optional.of(new StalledClients(opened, output, limits));
    boolean isGood = place.began(this);
    accepted();
    if (isGood) {
      loop.execute(this::begin);
    } else {
      cutOff(); // what it would have served went with a reset while the client was being accepted
    }
    opened.demand();
  }

  @Override
  public final void onWebSocketClose(int statusCode, String reason, Callback callback) {
    patience.ifPresent(StalledClients::end);
    place.ended(this);
    loop.execute(this::gone);
    callback.succeed();
  }

  @Override
  public void cutOff() {
    close(StatusCode.SERVER_ERROR, RESET);
  }
}
