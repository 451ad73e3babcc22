package dev.cnilab.cluster.apiserver.connection.intake;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * The rest of a request that has been refused. It is read and discarded for a while: a connection
 * that is closed with bytes unread is reset, and the client never sees the answer.
 */
public final class RefusedBody implements Runnable {
  private static final long MOST = 512L * 1024 * 1024;
  private static final int MOST_WAITS = 30;

  private final Request request;
  private final Callback callback;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Deadlines.Deadline deadline = () -> {};
  private final AtomicLong read = new AtomicLong();

  private RefusedBody(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  /**
   * Keeps reading after the answer, which has announced that the connection will be closed.
   *
   * @param patience how long the client may send nothing; in total at most thirty times as long is
   *     read
   * @param callback of the request, called when reading has ended
   */
  public static void discard(Request request, Duration patience, Callback callback) {
    RefusedBody body = new RefusedBody(request, callback);
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      body.end(); // a client that asks first (Expect: 100-continue) does not send it
    } else {
      body.waitFor(patience, 0, MOST_WAITS);
      body.run();
    }
  }

  /** Ends it when nothing has arrived for a while. */
  private void waitFor(Duration patience, long before, int waits) {
    deadline =
        Deadlines.after(
            patience,
            () -> {
              if (read.get() == before || waits == 0) {
                end();
              } else if (!over.get()) {
                waitFor(patience, read.get(), waits - 1);
              }
            });
  }

  @Override
  public void run() {
    while (!over.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      read.addAndGet(Content.Chunk.isFailure(chunk) ? 0 : chunk.remaining());
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk) || read.get() > MOST) {
        end();
      }
    }
  }

  private void end() {
    if (over.compareAndSet(false, true)) {
      deadline.cancel();
      callback.succeeded();
    }
  }
}
