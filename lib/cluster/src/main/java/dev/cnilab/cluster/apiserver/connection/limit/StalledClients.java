package dev.cnilab.cluster.apiserver.connection.limit;

import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Cuts off a WebSocket's client that reads nothing of what is on its way to it: hours later while
 * its command runs, since it may be a person with a pager, and soon once the command has ended,
 * when there is only the rest to read. From any thread.
 */
public final class StalledClients {
  private final Session session;
  private final Backlog backlog;
  private final HttpLimits limits;
  private Deadlines.Deadline next = () -> {};
  private long read;
  private boolean closing;
  private boolean over;

  /**
   * Starts to watch a client.
   *
   * @param backlog counts what is on its way to it
   * @param limits how long it may take nothing, at least; at most twice that
   */
  public StalledClients(Session session, Backlog backlog, HttpLimits limits) {
    this.session = session;
    this.backlog = backlog;
    this.limits = limits;
    lookLater();
  }

  private synchronized void lookLater() {
    if (!over) {
      read = backlog.taken();
      next = Deadlines.after(limit(), this::look);
    }
  }

  private Duration limit() {
    return closing ? limits.idle() : limits.stream();
  }

  private void look() {
    if (isStuck()) {
      session.disconnect();
    } else {
      lookLater();
    }
  }

  /** Nothing was read that could be; after the end there is at least the closing to be answered. */
  private synchronized boolean isStuck() {
    return (closing || backlog.size() > 0) && backlog.taken() == read;
  }

  /** Closes the connection once the client has read the rest, unless it stops reading. */
  public void close(int status, String reason) {
    synchronized (this) {
      if (over || closing) {
        return;
      }
      closing = true;
      next.cancel();
      lookLater();
    }
    session.close(status, reason, Callback.NOOP);
  }

  /** Releases what it holds, now that the connection is closed. */
  public synchronized void end() {
    over = true;
    next.cancel();
  }
}
