package dev.cnilab.cluster.apiserver.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body as it arrives, without a waiting thread. */
public final class IncomingBody implements Runnable {
  private final Request request;
  private final int most;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  private IncomingBody(Request request, int most) {
    this.request = request;
    this.most = most;
  }

  /** The body is larger than the limit. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int most) {
      super("more than " + most + " bytes", null, false, false);
    }
  }

  /**
   * Reads a whole body.
   *
   * @param most the largest size in bytes; a larger body fails with {@link TooLargeException}
   */
  public static CompletableFuture<byte[]> read(Request request, int most) {
    IncomingBody body = new IncomingBody(request, most);
    if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > most) {
      body.whole.completeExceptionally(new TooLargeException(most));
    } else {
      body.run();
    }
    return body.whole;
  }

  @Override
  public void run() {
    boolean more = true;
    while (more && !whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        more = false;
      } else if (Content.Chunk.isFailure(chunk)) {
        whole.completeExceptionally(chunk.getFailure());
      } else {
        take(chunk);
      }
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer content = chunk.getByteBuffer();
    boolean fits = read.size() + content.remaining() <= most;
    if (fits) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      read.writeBytes(bytes);
    }
    boolean last = chunk.isLast();
    chunk.release();
    if (!fits) {
      whole.completeExceptionally(new TooLargeException(most));
    } else if (last) {
      whole.complete(read.toByteArray());
    }
  }
}
