package dev.cnilab.cluster.apiserver.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client has closed its connection whose answer goes on. Nothing else is read
 * meanwhile, so it would otherwise be noticed by the next write, if there ever is one.
 */
public final class Hangup implements Callback {
  private static final int BUFFER = 512;

  /** So much may a client say that has nothing more to say. */
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
   * Begins to listen, before the answer begins; the connection ends with the answer. For a request
   * whose body has been read.
   *
   * @param gone may be called more than once and from any thread, also when all is over
   */
  public static void listen(Request request, Response response, Runnable gone) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Framing.of(request).announce(response.getHeaders());
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    long patience = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(0);
    Request.addCompletionListener(request, failure -> endPoint.setIdleTimeout(patience));
    endPoint.fillInterested(new Hangup(endPoint, gone));
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

  @Override
  public void failed(Throwable broken) {
    gone.run();
  }
}
