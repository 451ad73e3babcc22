package dev.cnilab.cluster.apiserver.http.watch;

import dev.cnilab.cluster.apiserver.connection.MessageStream;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * A watch over a WebSocket, as kube-apiserver's {@code HandleWS}: each event is a text message, and
 * what the client sends is ignored.
 */
public final class WatchSocket extends Session.Listener.Abstract {
  private final Watchers watchers;
  private final Reply.Changes watch;
  private Optional<WatchResponse> started = Optional.empty(); // on the loop only

  private WatchSocket(Watchers watchers, Reply.Changes watch) {
    this.watchers = watchers;
    this.watch = watch;
  }

  /** Whether a client wants the events as messages. */
  public static boolean isWanted(Request request) {
    return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
  }

  /**
   * Answers a request that {@linkplain #isWanted wants} it. Without an origin it is forbidden, as
   * by Go's {@code websocket.Handler}. From any thread.
   */
  public static void accept(
      Watchers watchers,
      Reply.Changes watch,
      Request request,
      Response response,
      org.eclipse.jetty.util.Callback callback) {
    if (!request.getHeaders().contains(HttpHeader.ORIGIN)) {
      response.setStatus(HttpStatus.FORBIDDEN_403);
      callback.succeeded();
      return;
    }
    ServerWebSocketContainer container =
        Objects.requireNonNull(ServerWebSocketContainer.get(request.getContext()));
    if (!container.upgrade(
        (asked, answer, refused) -> new WatchSocket(watchers, watch),
        request,
        response,
        callback)) {
      response.setStatus(HttpStatus.BAD_REQUEST_400);
      callback.succeeded();
    }
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    super.onWebSocketOpen(opened);
    watchers
        .loop()
        .execute(
            () ->
                started =
                    Optional.of(
                        WatchResponse.begin(
                            watchers,
                            watch,
                            (backlog, gone) -> new MessageStream(opened, backlog))));
    opened.demand();
  }

  @Override
  public void onWebSocketPartialText(String ignored, boolean last) {
    getSession().demand();
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer ignored, boolean last, Callback callback) {
    callback.succeed();
    getSession().demand();
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    watchers.loop().execute(() -> started.ifPresent(WatchResponse::leave));
    callback.succeed();
  }
}
