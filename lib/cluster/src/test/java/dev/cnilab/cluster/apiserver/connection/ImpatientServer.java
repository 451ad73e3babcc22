package dev.cnilab.cluster.apiserver.connection;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server that waits only briefly for its clients. */
abstract class ImpatientServer {
  static final int MANY = 60;
  static final int CONNECTIONS = 200;
  static final String VERSION = "/version";
  @AutoClose static BareServer server;

  @BeforeAll
  static void start() {
    server =
        new BareServer(
            HttpLimits.standard()
                .withHeaders(Duration.ofSeconds(4))
                .withIdle(Duration.ofSeconds(20))
                .withFreshness(Duration.ofMillis(100))
                .withConnections(CONNECTIONS));
  }

  static boolean endOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  static void close(List<RawConnection> connections) throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
