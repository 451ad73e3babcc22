package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** One request to a server over a network, and its answer. */
public final class HttpExchange {
  private static final int CHUNK = 16_384;
  private static final Duration CONNECTING = Duration.ofSeconds(30);

  private HttpExchange() {}

  /** Checks the certificate that a TLS server shows. */
  @FunctionalInterface
  public interface Inspection {
    /**
     * Called once for each connection, before anything is sent.
     *
     * @throws SSLException if the client does not continue
     */
    void inspect(X509Certificate shown) throws SSLException;
  }

  /**
   * Sends a request without checking the server's certificate; blocks the current task until there
   * is an answer.
   *
   * @param patience how long nothing may arrive
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if nobody answers in time
   * @throws SSLException if the server does not speak TLS, but should
   */
  public static HttpReceived send(
      NetworkNamespace network, HttpOrigin origin, HttpCall call, Duration patience)
      throws SSLException {
    return send(network, origin, call, patience, anyone -> {});
  }

  /**
   * Sends a request, over TLS only after the inspection has passed.
   *
   * @param patience how long nothing may arrive
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if nobody answers in time
   * @throws SSLException if the server does not speak TLS, but should, or fails the inspection
   */
  public static HttpReceived send(
      NetworkNamespace network,
      HttpOrigin origin,
      HttpCall call,
      Duration patience,
      Inspection inspection)
      throws SSLException {
    Duration connecting = patience.compareTo(CONNECTING) < 0 ? patience : CONNECTING;
    try (TcpConnection connection = network.tcp().connect(origin.address(), origin.port())) {
      if (!connection.awaitEstablished(connecting)) {
        throw new ErrnoException(Errno.ETIMEDOUT);
      }
      ByteStream stream =
          origin.tls()
              ? inspected(TlsStream.client(connection, connecting), inspection)
              : ByteStream.plain(connection);
      stream.write(bytes(origin, call), connecting);
      return parse(everything(stream, patience));
    }
  }

  private static ByteStream inspected(TlsStream stream, Inspection inspection) throws SSLException {
    inspection.inspect(stream.certificate());
    return stream;
  }

  private static Bytes bytes(HttpOrigin origin, HttpCall call) {
    StringBuilder head =
        new StringBuilder("%s %s HTTP/1.1\r\n".formatted(call.method(), call.target()));
    head.append("Host: ").append(origin.endpoint()).append("\r\n");
    call.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(call.body().length).append("\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(call.body());
    return Bytes.of(whole.toByteArray());
  }

  /** Reads until the server closes the connection, as these servers do. */
  private static byte[] everything(ByteStream stream, Duration patience) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      Bytes more =
          stream.read(CHUNK, patience).orElseThrow(() -> new ErrnoException(Errno.ETIMEDOUT));
      if (more.length() == 0) {
        return all.toByteArray();
      }
      all.writeBytes(more.toArray());
    }
  }

  private static HttpReceived parse(byte[] bytes) {
    try {
      return HttpReceived.parse(bytes);
    } catch (IllegalArgumentException cutShort) {
      throw new ErrnoException(Errno.ECONNRESET);
    }
  }
}
