package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.intake.TooManyRequestsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers malformed HTTP requests with a line of text, as Go's server does. */
public final class PlainErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (response.getStatus() == HttpStatus.URI_TOO_LONG_414) {
      response.setStatus(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
    }
    String text = response.getStatus() + " " + HttpStatus.getMessage(response.getStatus());
    if (response.getStatus() == HttpStatus.TOO_MANY_REQUESTS_429) {
      text = TooManyRequestsException.TEXT;
      TooManyRequestsException.announce(response);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
