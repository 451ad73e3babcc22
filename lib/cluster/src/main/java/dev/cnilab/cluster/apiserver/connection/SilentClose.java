package dev.cnilab.cluster.apiserver.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * A {@code Connection: close} that Jetty obeys but does not send. Kube-apiserver does not announce
 * it on a watch either, and clients rely on that: Python's, for example, forgets the socket of an
 * answer that announces it, and then cannot shut it down to stop the watch.
 */
public final class SilentClose extends PreEncodedHttpField {
  private SilentClose() {
    super(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
  }

  /**
   * Ends the connection with the answer. The client is told so only if it does not expect to keep
   * the connection.
   */
  public static void with(Request request, Response response) {
    HttpField close =
        request.getConnectionMetaData().isPersistent()
            ? new SilentClose()
            : new HttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    response.getHeaders().put(close);
  }

  @Override
  public void putTo(ByteBuffer buffer, HttpVersion version) {}

  @Override
  public int getEncodedLength(HttpVersion version) {
    return 0;
  }
}
