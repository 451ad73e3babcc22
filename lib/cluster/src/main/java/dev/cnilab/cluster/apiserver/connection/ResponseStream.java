package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A response that is written piece by piece as content becomes available, without a thread of its
 * own. From any thread.
 */
public final class ResponseStream implements OutgoingStream {
  /** How long a client may take to read the rest once the response has ended. */
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  private final Response response;
  private final Callback callback;
  private final Runnable onGone;
  private final Backlog backlog;
  private final Framing framing;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private boolean writing;
  private boolean ending;
  private boolean over;
  private Deadlines.Deadline lastWord = () -> {};

  /**
   * Begins a response.
   *
   * @param framing has been announced
   * @param backlog counts what is written but not sent yet
   * @param onGone called when the client is gone or the end is written, from any thread
   */
  public ResponseStream(
      Response response, Callback callback, Framing framing, Backlog backlog, Runnable onGone) {
    this.response = response;
    this.callback = callback;
    this.backlog = backlog;
    this.onGone = onGone;
    this.framing = framing;
  }

  @Override
  public synchronized void write(byte[] bytes) {
    if (!ending) {
      backlog.add(bytes.length);
      queue.add(bytes);
    }
  }

  @Override
  public void flush() {
    send(next());
  }

  @Override
  public void abort() {
    broken(new IOException("the client is gone"));
  }

  /**
   * Ends the response after what has been written, or cuts it off if the client reads too slowly.
   */
  @Override
  public void end() {
    synchronized (this) {
      if (ending) {
        return;
      }
      ending = true;
      lastWord = Deadlines.after(LAST_WORD, this::abort);
    }
    send(next());
  }

  /** What is written in one go. */
  @SuppressWarnings("ArrayRecordComponent") // pieces are not compared
  private record Piece(byte[] bytes, boolean last) {}

  /** Everything that waits, or the end; null if nothing waits or something is being sent. */
  private synchronized @Nullable Piece next() {
    if (writing || over || (queue.isEmpty() && !ending)) {
      return null;
    }
    writing = true;
    boolean last = queue.isEmpty();
    return new Piece(last ? new byte[0] : joined(), last);
  }

  /**
   * Never holding the monitor, which the loop enters to write: sending may wait for other locks.
   */
  private void send(@Nullable Piece piece) {
    if (piece == null) {
      return;
    }
    int length = piece.bytes().length;
    response.write(
        piece.last(),
        piece.last() ? framing.end() : framing.piece(piece.bytes()),
        Callback.from(
            () -> {
              backlog.remove(length);
              written(piece.last());
            },
            this::broken));
  }

  /** Everything that waits, as one piece. */
  private byte[] joined() {
    if (queue.size() == 1) {
      return queue.remove();
    }
    byte[] all = new byte[queue.stream().mapToInt(bytes -> bytes.length).sum()];
    int position = 0;
    while (!queue.isEmpty()) {
      byte[] bytes = queue.remove();
      System.arraycopy(bytes, 0, all, position, bytes.length);
      position += bytes.length;
    }
    return all;
  }

  private void written(boolean last) {
    synchronized (this) {
      writing = false;
      if (last) {
        over = true;
        lastWord.cancel();
      }
    }
    if (last) {
      callback.succeeded();
      onGone.run();
    } else {
      send(next());
    }
  }

  private void broken(Throwable why) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      ending = true;
      queue.clear();
      lastWord.cancel();
    }
    onGone.run(); // first, so that nothing keeps working for this client
    callback.failed(why);
  }
}
