package dev.cnilab.cluster.apiserver.connection.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body as it arrives, without a waiting thread, as long as there is room. */
public final class IncomingBody implements Runnable {
  private static final int FIRST = 4096;

  private final Request request;
  private final int most;
  private final HeldBytes.Share share;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private byte[] read = new byte[0];
  private int size;

  private IncomingBody(Request request, int most, HeldBytes.Share share) {
    this.request = request;
    this.most = most;
    this.share = share;
  }

  /** The body is larger than the limit. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int most) {
      super("more than " + most + " bytes", null, false, false);
    }
  }

  /**
   * Reads a whole body, which is held until it has been used and the request has been answered.
   *
   * @param most the largest size in bytes; a larger body fails with {@link TooLargeException}, one
   *     for which there is no room with {@link TooManyRequestsException}
   */
  public static <T> CompletableFuture<T> read(
      Request request,
      int most,
      HeldBytes held,
      Executor threads,
      Function<byte[], CompletableFuture<T>> use) {
    HeldBytes.Share share = held.share();
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    share.until(answered);
    long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    IncomingBody body =
        new IncomingBody(request, length < 0 ? most : (int) Math.min(length, most), share);
    CompletableFuture<T> used = body.whole.thenComposeAsync(use, threads);
    share.until(used);
    Request.addCompletionListener(
        request,
        failure -> {
          answered.complete(true);
          body.fail(new TimeoutException());
        });
    if (length > most) {
      body.fail(new TooLargeException(most));
    } else {
      body.run();
    }
    return used;
  }

  @Override
  public synchronized void run() {
    boolean more = true;
    while (more && !whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        more = false;
      } else if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
      } else {
        take(chunk);
      }
    }
  }

  /** Gives up, unless all has been read. */
  private synchronized void fail(Throwable why) {
    if (!whole.isDone()) {
      read = new byte[0];
      share.end();
      whole.completeExceptionally(why);
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer content = chunk.getByteBuffer();
    int larger = size + content.remaining();
    boolean allowed = larger <= most;
    boolean fits = allowed && fits(larger);
    if (fits) {
      content.get(read, size, content.remaining());
      size = larger;
    }
    boolean last = chunk.isLast();
    chunk.release();
    if (!allowed) {
      fail(new TooLargeException(most));
    } else if (!fits || (last && !resize(size))) {
      fail(new TooManyRequestsException());
    } else if (last) {
      whole.complete(read);
    }
  }

  private boolean fits(int larger) {
    return larger <= read.length
        || resize(Math.min(most, Math.max(larger, Math.max(FIRST, 2 * read.length))));
  }

  /** Moves what has been read into an array of another size, if there is room for both. */
  private boolean resize(int length) {
    if (length == read.length) {
      return true;
    }
    if (!share.hold((long) read.length + length)) {
      return false;
    }
    read = Arrays.copyOf(read, length);
    return share.hold(length);
  }
}
