package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices when a client closes its connection during the answer. Nothing else reads during the
 * answer, so otherwise only the next write would notice, if there ever is one.
 */
public final class Hangup implements Callback {
  private static final int BUFFER = 512;

  /** The most that a client may send during the answer. */
  private static final int MOST_READ = 64 * 1024;

  private final EndPoint endPoint;
  private final Runnable gone;
  private final ByteBuffer buffer = BufferUtil.allocate(BUFFER);
  private int read;

  private Hangup(EndPoint endPoint, Runnable gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  /**
   * Starts listening; call it before the answer begins and after the body has been read. The
   * connection has to end with the answer, since whatever arrives in the meantime is lost.
   *
   * @param gone may be called more than once and from any thread, even after the end
   */
  public static void listen(Request request, Response response, Runnable gone) {
    Framing.ofPieces(request).announce(response.getHeaders());
    EndPoint endPoint = endPoint(request);
    allowPauses(request);
    endPoint.fillInterested(new Hangup(endPoint, gone));
  }

  /**
   * Lets the reader of an answer pause for as long as it likes: it may be a person with a pager.
   */
  public static void allowPauses(Request request) {
    EndPoint endPoint = endPoint(request);
    long patience = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(0);
    Request.addCompletionListener(request, failure -> endPoint.setIdleTimeout(patience));
  }

  private static EndPoint endPoint(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  @Override
  public void succeeded() {
    try {
      int count = 1;
      while (count > 0 && read < MOST_READ) {
        BufferUtil.clear(buffer);
        count = endPoint.fill(buffer);
        read += count;
      }
      if (count == 0) {
        endPoint.fillInterested(this);
      } else {
        gone.run();
      }
    } catch (IOException | IllegalStateException broken) {
      gone.run();
    }
  }

  /**
   * Called also by the thread whose write finds the client gone. Jetty waits for the end of that
   * write if the answer is aborted, so that this must happen elsewhere.
   */
  @Override
  public void failed(Throwable broken) {
    Deadlines.after(Duration.ZERO, gone);
  }
}
