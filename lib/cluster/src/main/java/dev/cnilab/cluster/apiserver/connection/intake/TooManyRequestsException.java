package dev.cnilab.cluster.apiserver.connection.intake;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/**
 * There is no room for a request at the moment; it may be sent again. Answered in the words of
 * apiserver's {@code filters/priority-and-fairness.go}.
 */
public final class TooManyRequestsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The body of the answer. */
  public static final String TEXT = "Too many requests, please try again later.\n";

  public TooManyRequestsException() {
    super("too many requests", null, false, false);
  }

  /** Adds the headers of the answer, as Go's {@code http.Error} also does. */
  public static void announce(Response response) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
  }
}
