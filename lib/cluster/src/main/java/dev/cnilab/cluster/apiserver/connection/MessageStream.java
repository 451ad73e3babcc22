package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** A WebSocket on which each piece is a text message. From any thread. */
public final class MessageStream implements OutgoingStream {
  /** How long a client may take to read the rest once the stream has ended. */
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  private final Duration lastWord;
  private final Session session;
  private final Backlog backlog;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private boolean sending;
  private boolean ending;

  /**
   * Begins a stream.
   *
   * @param backlog counts what is written but not sent yet
   */
  public MessageStream(Session session, Backlog backlog) {
    this(session, backlog, LAST_WORD);
  }

  MessageStream(Session session, Backlog backlog, Duration lastWord) {
    this.lastWord = lastWord;
    this.session = session;
    this.backlog = backlog;
  }

  @Override
  public synchronized void write(byte[] bytes) {
    if (!ending && bytes.length > 0) {
      backlog.add(bytes.length);
      queue.add(bytes);
    }
  }

  /** One thread at a time sends, so that the order is kept; the caller does not wait for it. */
  @Override
  public void flush() {
    if (!begin()) {
      return;
    }
    for (byte[] next = next(); next != null; next = next()) {
      int length = next.length;
      Runnable gone = () -> backlog.remove(length);
      session.sendText(
          new String(next, StandardCharsets.UTF_8), Callback.from(gone, failure -> gone.run()));
    }
  }

  private synchronized boolean begin() {
    if (sending) {
      return false;
    }
    sending = true;
    return true;
  }

  private synchronized byte @Nullable [] next() {
    byte[] next = queue.poll();
    if (next == null) {
      sending = false;
      if (ending) {
        session.close(StatusCode.NORMAL, "", Callback.NOOP);
      }
    }
    return next;
  }

  @Override
  public void abort() {
    session.disconnect();
  }

  /** Ends it after what has been written, or cuts it off if the client reads too slowly. */
  @Override
  public void end() {
    synchronized (this) {
      if (ending) {
        return;
      }
      ending = true;
    }
    Deadlines.after(lastWord, this::abort); // in vain on a session that has ended by then
    flush();
  }
}
