package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.loop.WaitQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket that waits for connections (listen(2), accept(2)). */
public final class TcpListener implements AutoCloseable {
  private final Tcp tcp;
  private final Endpoint local;
  private final int backlog;
  private final WaitQueue arrived;
  private boolean closed;
  private final Deque<TcpConnection> established = new ArrayDeque<>();
  private @Nullable Consumer<TcpConnection> taker;

  TcpListener(Tcp tcp, Endpoint local, int backlog) {
    this.tcp = tcp;
    this.local = local;
    this.backlog = backlog;
    this.arrived = new WaitQueue(tcp.loop());
  }

  /** Where it listens; 0.0.0.0 for every address. */
  public Endpoint local() {
    return local;
  }

  /** How many connections may wait to be accepted. */
  public int backlog() {
    return backlog;
  }

  /** How many connections wait to be accepted. */
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

  /** Hands each connection over as soon as it is there, in place of {@link #accept}. */
  public void onConnection(Consumer<TcpConnection> consumer) {
    taker = consumer;
  }

  /** Ends listening; connections that nobody accepted are reset. */
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

  /** Takes one whose handshake is over; nobody is there any more for one that comes too late. */
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
