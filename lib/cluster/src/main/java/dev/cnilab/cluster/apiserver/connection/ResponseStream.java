package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
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
  private record Piece(Queue<ByteBuffer> buffers, int length, boolean last) {}

  /** As much as may be sent together, or the end; null if nothing waits or something is sent. */
  private synchronized @Nullable Piece next() {
    if (writing || over || (queue.isEmpty() && !ending)) {
      return null;
    }
    writing = true;
    if (queue.isEmpty()) {
      return new Piece(new ArrayDeque<>(List.of(framing.end())), 0, true);
    }
    byte[] bytes = joined();
    return new Piece(new ArrayDeque<>(framing.piece(bytes)), bytes.length, false);
  }

  /**
   * Never holding the monitor, which the loop enters to write: sending may wait for other locks.
   */
  private void send(@Nullable Piece piece) {
    if (piece == null) {
      return;
    }
    ByteBuffer buffer = piece.buffers().remove();
    boolean complete = piece.buffers().isEmpty();
    response.write(
        piece.last() && complete,
        buffer,
        Callback.from(
            () -> {
              if (complete) {
                backlog.remove(piece.length());
                written(piece.last());
              } else {
                send(piece);
              }
            },
            this::broken));
  }

  /** The first that wait, as one piece; a large one alone, since it is not copied. */
  private byte[] joined() {
    int count = 0;
    int length = 0;
    for (byte[] bytes : queue) {
      if (count > 0 && length + bytes.length > Framing.MOST_COPIED) {
        break;
      }
      count++;
      length += bytes.length;
    }
    if (count == 1) {
      return queue.remove();
    }
    byte[] all = new byte[length];
    int position = 0;
    for (int i = 0; i < count; i++) {
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
