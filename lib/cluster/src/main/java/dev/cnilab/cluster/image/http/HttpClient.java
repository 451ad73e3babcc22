package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asks a server of a process's network one thing, without a body. */
public final class HttpClient {
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
    try {
      HttpReceived received =
          HttpExchange.send(
              process.network(),
              new HttpOrigin(false, server, port),
              HttpCall.of(method, target),
              patience);
      return new Answer(received.status(), received.text());
    } catch (SSLException notAskedFor) {
      throw new ErrnoException(Errno.ECONNRESET);
    }
  }
}
