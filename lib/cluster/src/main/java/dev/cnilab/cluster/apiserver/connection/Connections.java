package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines.Deadline;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The open connections. Closes those that send no request, even if they send its headers byte by
 * byte. When there are too many it closes the one that has been idle for longest; if all are in
 * use, a watch ends for each new client. It starts and stops with the port. From any thread.
 */
public final class Connections extends AbstractLifeCycle implements Connection.Listener {
  private static final int LOOKS = 4;

  /** How many clients that have not sent a request yet may make watches end. */
  private static final int MOST_GUESTS = 64;

  private final HttpLimits limits;
  private final BooleanSupplier endWatch;

  /** Until when a new connection may send its first request, in the order of their opening. */
  private final Map<Connection, Long> fresh = new LinkedHashMap<>();

  /** When an idle connection will be closed, in the order of its last use. */
  private final Map<Connection, Long> idle = new LinkedHashMap<>();

  /** How many requests of a connection are in progress: one for a WebSocket, more in a pipeline. */
  private final Map<Connection, Integer> used = new HashMap<>();

  private @Nullable Deadline nextLook;

  /**
   * Limits connections.
   *
   * @param endWatch ends a watch if there is one, so that its connection can be closed
   */
  public Connections(HttpLimits limits, BooleanSupplier endWatch) {
    this.limits = limits;
    this.endWatch = endWatch;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      putUnused(fresh, connection, limits.headers());
      makeRoom();
    } else if (connection instanceof WebSocketConnection) {
      used(connection);
    }
  }

  private synchronized void used(Connection connection) {
    forgetUnused(connection);
    used.merge(connection, 1, Integer::sum);
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    forgetUnused(connection);
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
    putUnused(idle, connection, limits.idle());
    makeRoom();
  }

  private synchronized void putUnused(
      Map<Connection, Long> where, Connection connection, Duration patience) {
    forgetUnused(connection);
    where.put(connection, System.nanoTime() + patience.toNanos());
  }

  private void forgetUnused(Connection connection) {
    fresh.remove(connection);
    idle.remove(connection);
  }

  private void makeRoom() {
    if (!allInUse() || !endWatch.getAsBoolean()) {
      excess().ifPresent(Connection::close);
    }
  }

  /** Whether there are too many and each of those that could be closed has a client to serve. */
  private synchronized boolean allInUse() {
    return isFull() && idle.isEmpty() && fresh.size() <= MOST_GUESTS;
  }

  private synchronized Optional<Connection> excess() {
    return isFull()
        ? Stream.of(idle, fresh).flatMap(each -> each.keySet().stream()).findFirst()
        : Optional.empty();
  }

  private boolean isFull() {
    return fresh.size() + idle.size() + used.size() > limits.connections();
  }

  private void look() {
    List<Connection> late;
    synchronized (this) {
      late = Stream.of(fresh, idle).flatMap(each -> late(each).stream()).toList();
      late.forEach(this::forgetUnused);
    }
    late.forEach(Connection::close);
    lookLater();
  }

  private static List<Connection> late(Map<Connection, Long> unused) {
    long now = System.nanoTime();
    return unused.entrySet().stream()
        .filter(one -> one.getValue() - now < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void lookLater() {
    if (isRunning()) {
      Duration shorter =
          limits.headers().compareTo(limits.idle()) < 0 ? limits.headers() : limits.idle();
      nextLook = Deadlines.after(shorter.dividedBy(LOOKS), this::look);
    }
  }

  @Override
  protected void doStart() {
    lookLater();
  }

  /** Releases the cluster, which the timer of all clusters would hold. */
  @Override
  protected synchronized void doStop() {
    if (nextLook != null) {
      nextLook.cancel();
    }
  }
}
