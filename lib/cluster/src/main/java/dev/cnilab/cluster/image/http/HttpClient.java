package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;

/** Asks a server of a process's network one thing, without a body. */
public final class HttpClient {
  private static final int CHUNK = 8192;
  private static final Duration CONNECTING = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** What the server answered. */
  public record Answer(int status, String body) {}

  private HttpClient() {}

  /**
   * Blocks the current task until there is an answer.
   *
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if nobody answers
   */
  public static Answer request(
      Process process, String method, Ipv4Address server, int port, String target) {
    return request(process, method, server, port, target, PATIENCE);
  }

  /**
   * As {@link #request(Process, String, Ipv4Address, int, String)}, within some time.
   *
   * @throws ErrnoException ETIMEDOUT also if the time runs out
   */
  public static Answer request(
      Process process,
      String method,
      Ipv4Address server,
      int port,
      String target,
      Duration patience) {
    try (TcpConnection connection = process.network().tcp().connect(server, port)) {
      if (!connection.awaitEstablished(
          patience.compareTo(CONNECTING) < 0 ? patience : CONNECTING)) {
        throw new ErrnoException(Errno.ETIMEDOUT);
      }
      connection.write(
          Bytes.of(
              "%s %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: 0\r\n\r\n"
                  .formatted(method, target, server, port)),
          CONNECTING);
      return parse(everything(connection, patience));
    }
  }

  /** Until the server closes the connection, as these servers do. */
  private static String everything(TcpConnection connection, Duration patience) {
    StringBuilder text = new StringBuilder();
    while (true) {
      Optional<Bytes> more = connection.read(CHUNK, patience);
      if (more.isEmpty()) {
        throw new ErrnoException(Errno.ETIMEDOUT);
      }
      if (more.get().length() == 0) {
        return text.toString();
      }
      text.append(more.get().text());
    }
  }

  private static Answer parse(String text) {
    String[] words = text.split(" ", 3);
    if (words.length < 3) {
      throw new ErrnoException(Errno.ECONNRESET);
    }
    int end = text.indexOf("\r\n\r\n");
    return new Answer(Integer.parseInt(words[1]), end < 0 ? "" : text.substring(end + 4));
  }
}
