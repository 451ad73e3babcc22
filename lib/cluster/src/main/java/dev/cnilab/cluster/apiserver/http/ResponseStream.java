package dev.cnilab.cluster.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response that is written bit by bit as there is something to say, without a thread of its own.
 * From any thread.
 */
final class ResponseStream {
  private final Response response;
  private final Callback callback;
  private final Runnable onGone;
  private final Backlog backlog;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private boolean writing;
  private boolean ending;
  private boolean over;

  /**
   * Begins a response.
   *
   * @param backlog counts what is written and not sent yet
   * @param onGone called when the client is gone or the end is written, from any thread
   */
  ResponseStream(Response response, Callback callback, Backlog backlog, Runnable onGone) {
    this.response = response;
    this.callback = callback;
    this.backlog = backlog;
    this.onGone = onGone;
  }

  synchronized void write(byte[] bytes) {
    if (!ending) {
      backlog.add(bytes.length);
      queue.add(bytes);
      writeNext();
    }
  }

  /** Ends the response at once, and with it the connection, so that the client sees an error. */
  synchronized void abort(String why) {
    if (!over) {
      broken(new IOException(why));
    }
  }

  /** Ends the response after what has been written. */
  synchronized void end() {
    ending = true;
    writeNext();
  }

  private void writeNext() {
    if (writing || over) {
      return;
    }
    if (queue.isEmpty() && !ending) {
      return;
    }
    writing = true;
    boolean last = queue.isEmpty();
    byte[] bytes = last ? new byte[0] : joined();
    response.write(
        last,
        last ? null : ByteBuffer.wrap(bytes),
        Callback.from(
            () -> {
              backlog.remove(bytes.length);
              written(last);
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
      if (!last) {
        writeNext();
        return;
      }
      over = true;
    }
    callback.succeeded();
    onGone.run();
  }

  private void broken(Throwable why) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      ending = true;
      queue.clear();
    }
    callback.failed(why);
    onGone.run();
  }
}
