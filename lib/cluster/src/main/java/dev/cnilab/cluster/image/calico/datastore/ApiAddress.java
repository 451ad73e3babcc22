package dev.cnilab.cluster.image.calico.datastore;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Where a process finds the API server. What it asks is answered in process; whether it can ask at
 * all is found out with a real connection from the process's network.
 */
public record ApiAddress(Ipv4Address host, int port) {
  public static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int HTTPS = 443;

  /** That of the environment every container has. */
  public static ApiAddress ofCluster(Map<String, String> environment) {
    return new ApiAddress(
        Ipv4Address.parse(environment.getOrDefault("KUBERNETES_SERVICE_HOST", "10.96.0.1")),
        Integer.parseInt(
            environment.getOrDefault("KUBERNETES_SERVICE_PORT", Integer.toString(HTTPS))));
  }

  /** That of a URL {@code https://HOST:PORT}. */
  public static ApiAddress ofUrl(String url) {
    String[] parts = url.replaceFirst("^https?://", "").replaceFirst("/.*", "").split(":", 2);
    return new ApiAddress(
        Ipv4Address.parse(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : HTTPS);
  }

  /**
   * Connects once. In a task of the loop.
   *
   * @param patience how long to wait for an answer; client-go waits {@link #PATIENCE}
   * @throws DialException {@code dial tcp 10.96.0.1:443: i/o timeout} and the like
   */
  public void dial(Process process, Duration patience) throws DialException {
    String attempt = "dial tcp " + host + ":" + port + ": ";
    ProcessSockets sockets = new ProcessSockets(process);
    try {
      TcpConnection connection = sockets.connect(host, port);
      boolean established = connection.awaitEstablished(patience);
      sockets.close(connection);
      if (!established) {
        throw new DialException(attempt + "i/o timeout");
      }
    } catch (ErrnoException refused) {
      throw new DialException(
          attempt + "connect: " + refused.errno().text().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public String toString() {
    return "https://" + host + ":" + port;
  }
}
