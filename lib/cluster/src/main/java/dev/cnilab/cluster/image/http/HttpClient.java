package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Sends a request without a body from a process's network. */
public final class HttpClient {
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** The server's answer. */
  public record Answer(int status, String body) {}

  private HttpClient() {}

  /**
   * Blocks the current task until there is an answer.
   *
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if there is no answer
   */
  public static Answer request(
      Process process, String method, Ipv4Address server, int port, String target) {
    return request(process, method, server, port, target, PATIENCE);
  }

  /**
   * Like {@link #request(Process, String, Ipv4Address, int, String)}, with a timeout.
   *
   * @throws ErrnoException also ETIMEDOUT when the timeout expires
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
