package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * The open connections. Closes those that send no request, even if they send its headers byte by
 * byte, and the least recently used ones when there are too many. From any thread.
 */
public final class Connections implements Connection.Listener, AutoCloseable {
  private static final int LOOKS = 4;

  private final HttpLimits limits;

  /** When an idle connection will be closed, in the order of its last use. */
  private final Map<Connection, Long> unused = new LinkedHashMap<>();

  /** How many requests of a connection are in progress: one for a WebSocket, more in a pipeline. */
  private final Map<Connection, Integer> used = new HashMap<>();

  private boolean closed;

  public Connections(HttpLimits limits) {
    this.limits = limits;
    lookLater();
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      unused(connection, limits.headers()).ifPresent(Connection::close);
    } else if (connection instanceof WebSocketConnection) {
      used(connection);
    }
  }

  private synchronized void used(Connection connection) {
    unused.remove(connection);
    used.merge(connection, 1, Integer::sum);
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    unused.remove(connection);
    used.remove(connection);
  }

  /** Notes a request; it is in progress until it is answered in full. */
  public void begin(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    used(connection);
    Request.addCompletionListener(request, failure -> finish(connection));
  }

  private void finish(Connection connection) {
    synchronized (this) {
      Integer left =
          used.computeIfPresent(connection, (key, count) -> count > 1 ? count - 1 : null);
      if (left != null || !connection.getEndPoint().isOpen()) {
        return;
      }
    }
    unused(connection, limits.idle()).ifPresent(Connection::close);
  }

  /** Notes an idle connection; returns the connection to close in its place, if any. */
  private synchronized Optional<Connection> unused(Connection connection, Duration patience) {
    unused.remove(connection);
    unused.put(connection, System.nanoTime() + patience.toNanos());
    return unused.size() + used.size() > limits.connections()
        ? Optional.of(unused.keySet().iterator().next())
        : Optional.empty();
  }

  private void look() {
    Map<Connection, Long> late = new HashMap<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      long now = System.nanoTime();
      for (Iterator<Map.Entry<Connection, Long>> all = unused.entrySet().iterator();
          all.hasNext(); ) {
        Map.Entry<Connection, Long> one = all.next();
        if (one.getValue() - now < 0) {
          late.put(one.getKey(), one.getValue());
          all.remove();
        }
      }
    }
    late.keySet().forEach(Connection::close);
    lookLater();
  }

  private void lookLater() {
    Duration shorter =
        limits.headers().compareTo(limits.idle()) < 0 ? limits.headers() : limits.idle();
    Deadlines.after(shorter.dividedBy(LOOKS), this::look);
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
