package dev.cnilab.cluster.apiserver.connection.intake;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * The rest of a request that has been refused. It is read and discarded for a while: a connection
 * that is closed with bytes unread is reset, and the client never sees the answer. Between parts of
 * it others have the thread.
 */
public final class RefusedBody implements Runnable {
  private static final long MOST = 512L * 1024 * 1024;
  private static final long MOST_AT_A_TIME = 1024 * 1024;
  private static final int MOST_WAITS = 30;

  private final Content.Source body;
  private final Executor threads;
  private final Callback callback;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Deadlines.Deadline deadline = () -> {};
  private final AtomicLong read = new AtomicLong();

  private RefusedBody(Content.Source body, Executor threads, Callback callback) {
    this.body = body;
    this.threads = threads;
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
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      callback.succeeded(); // a client that asks first (Expect: 100-continue) does not send it
    } else {
      discard(request, request.getComponents().getExecutor(), patience, callback);
    }
  }

  static void discard(Content.Source body, Executor threads, Duration patience, Callback callback) {
    RefusedBody refused = new RefusedBody(body, threads, callback);
    refused.waitFor(patience, 0, MOST_WAITS);
    refused.run();
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
    long enough = read.get() + MOST_AT_A_TIME;
    while (!over.get()) {
      if (read.get() >= enough) {
        threads.execute(this);
        return;
      }
      Content.Chunk chunk = body.read();
      if (chunk == null) {
        body.demand(this);
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
