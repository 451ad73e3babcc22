package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.loop.WaitQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket that waits for connections (listen(2), accept(2)). */
public final class TcpListener implements AutoCloseable {
  private final Tcp tcp;
  private final Endpoint local;
  private final SocketOwner owner = SocketOwner.current();
  private final int backlog;
  private final WaitQueue arrived;
  private boolean closed;
  private final Deque<TcpConnection> established = new ArrayDeque<>(1);
  private @Nullable Consumer<TcpConnection> taker;

  TcpListener(Tcp tcp, Endpoint local, int backlog) {
    this.tcp = tcp;
    this.local = local;
    this.backlog = backlog;
    this.arrived = new WaitQueue(tcp.loop());
  }

  /** The listening address and port; 0.0.0.0 for every address. */
  public Endpoint local() {
    return local;
  }

  /** The user who opened the socket. */
  SocketOwner owner() {
    return owner;
  }

  /** The maximum number of connections waiting to be accepted. */
  public int backlog() {
    return backlog;
  }

  /** The number of connections waiting to be accepted. */
  public int waiting() {
    return established.size();
  }

  /** Waits for a connection; in a task only. */
  public TcpConnection accept() {
    while (established.isEmpty()) {
      arrived.await();
    }
    return established.remove();
  }

  /** Passes each connection to a consumer once it is established, in place of {@link #accept}. */
  public void onConnection(Consumer<TcpConnection> consumer) {
    taker = consumer;
  }

  /** Stops listening and resets the connections that were not accepted. */
  @Override
  public void close() {
    tcp.remove(this);
    closed = true;
    taker = null;
    established.forEach(TcpConnection::abort);
    established.clear();
  }

  boolean isFull() {
    return established.size() > backlog;
  }

  /** Queues a connection after its handshake; aborts it if the socket has been closed. */
  void offer(TcpConnection connection) {
    if (closed) {
      connection.abort();
      return;
    }
    if (taker != null) {
      taker.accept(connection);
      return;
    }
    established.add(connection);
    arrived.wakeOne();
  }
}
