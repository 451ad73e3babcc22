package dev.cnilab.cluster.apiserver.connection;

import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Cuts off a WebSocket's client that reads nothing of what is on its way to it: a command would
 * stay blocked, and an ended one's connection open. From any thread.
 */
public final class Patience {
  /** How long a client may take to read the rest once its stream has ended. */
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  private final Session session;
  private final Backlog backlog;
  private final Duration stall;
  private Deadlines.Deadline next = () -> {};
  private long read;
  private boolean over;

  /**
   * Begins to look after a client.
   *
   * @param backlog counts what is on its way to it
   * @param stall how long it may take nothing while something waits, at least; at most twice that
   */
  public Patience(Session session, Backlog backlog, Duration stall) {
    this.session = session;
    this.backlog = backlog;
    this.stall = stall;
    lookLater();
  }

  private synchronized void lookLater() {
    if (!over) {
      next = Deadlines.after(stall, this::look);
    }
  }

  private void look() {
    long now = backlog.taken();
    if (backlog.size() > 0 && now == read) {
      session.disconnect();
    } else {
      read = now;
      lookLater();
    }
  }

  /** Closes the connection once the client has read the rest, or after a while if it does not. */
  public void close(int status, String reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      next.cancel();
      next =
          Deadlines.after(stall.compareTo(LAST_WORD) < 0 ? stall : LAST_WORD, session::disconnect);
    }
    session.close(status, reason, Callback.NOOP);
  }

  /** Releases what it holds, now that the connection is closed. */
  public synchronized void end() {
    over = true;
    next.cancel();
  }
}
