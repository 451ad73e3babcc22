package dev.cnilab.cluster.apiserver.connection.intake;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections whose headers count as {@link HeldBytes}, a bean of their connector; Jetty
 * itself limits only those of each connection.
 */
public final class MeteredConnections extends HttpConnectionFactory {
  public MeteredConnections(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    Metered connection = new Metered(getHttpConfiguration(), connector, endPoint);
    return configure(connection, connector, endPoint);
  }

  private static final class Metered extends HttpConnection {
    private final Lock reading = new ReentrantLock();

    Metered(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    /** Called before this class has any fields of its own. */
    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
      return new MeteredParser(
          super.newHttpParser(compliance),
          getHttpConfiguration().getRequestHeaderSize(),
          compliance,
          getConnector().getBean(HeldBytes.class).share());
    }

    /**
     * One thread reads at a time. Jetty 12.1.14 answers headers that it refuses in a second thread,
     * which then reads on while the first one is still here. The first one's {@code
     * releaseRequestBuffer} lends the buffer to another connection, whose request is overwritten.
     */
    @Override
    public void onFillable() {
      reading.lock();
      try {
        super.onFillable();
      } finally {
        reading.unlock();
      }
    }

    /** A WebSocket, which takes the connection over, keeps its request. */
    @Override
    public void onClose(@Nullable Throwable cause) {
      super.onClose(cause);
      HeldBytes.Share share = ((MeteredParser) getParser()).share();
      Request request = getHttpChannel().getRequest();
      if (request != null
          && request.getAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE)
              instanceof Connection next) {
        next.addEventListener(
            new Listener() {
              @Override
              public void onClosed(Connection closed) {
                share.end();
              }
            });
      } else {
        share.end();
      }
    }
  }
}
