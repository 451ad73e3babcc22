package dev.cnilab.cluster.apiserver.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * A {@code Connection: close} that Jetty obeys but does not send. Kube-apiserver does not announce
 * it on a watch or a log either, and clients rely on that: Python's, for example, forgets the
 * socket of an answer that announces it, and then cannot shut it down to stop the watch.
 */
final class SilentClose extends PreEncodedHttpField {
  SilentClose() {
    super(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
  }

  @Override
  public void putTo(ByteBuffer buffer, HttpVersion version) {}

  @Override
  public int getEncodedLength(HttpVersion version) {
    return 0;
  }
}
