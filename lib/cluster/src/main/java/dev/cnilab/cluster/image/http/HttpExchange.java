package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/**
 * One request to a server over a network, and its answer, which is read as far as the caller wants.
 * In a task only.
 */
public final class HttpExchange implements AutoCloseable {
  /** The longest body that {@link #send} accepts, in bytes. */
  public static final int LARGEST_BODY = 3 * 1024 * 1024;

  private static final int LARGEST_HEAD = 256 * 1024;
  private static final int CHUNK = 16_384;
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration CONNECTING = Duration.ofSeconds(30);

  private final TcpConnection connection;
  private final Timer deadline;
  private boolean late;
  private ByteStream stream;
  private HttpReceived head = new HttpReceived(0, Map.of(), new byte[0]);
  private Bytes unread = Bytes.EMPTY;
  private long left = Long.MAX_VALUE;

  private HttpExchange(NetworkNamespace network, HttpOrigin origin, Duration patience) {
    this.connection = network.tcp().connect(origin.address(), origin.port());
    this.stream = ByteStream.plain(connection);
    this.deadline =
        network
            .loop()
            .schedule(
                patience,
                () -> {
                  late = true;
                  connection.abort();
                });
  }

  /** Checks the certificate that a TLS server shows. */
  @FunctionalInterface
  public interface Inspection {
    /** Accepts any certificate. */
    Inspection NONE = anyone -> {};

    /**
     * Called once for each connection, before anything is sent.
     *
     * @throws SSLException if the client does not continue
     */
    void inspect(X509Certificate shown) throws SSLException;
  }

  /**
   * Sends a request without checking the server's certificate, and reads the whole answer.
   *
   * @param patience how long it may take
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if the answer is not there in time;
   *     EMSGSIZE if its body is longer than {@link #LARGEST_BODY}
   * @throws SSLException if the server does not speak TLS, but should
   */
  public static HttpReceived send(
      NetworkNamespace network, HttpOrigin origin, HttpCall call, Duration patience)
      throws SSLException {
    return send(network, origin, call, patience, Inspection.NONE);
  }

  /**
   * Sends a request, over TLS only after the inspection has passed, and reads the whole answer.
   *
   * @param patience how long it may take
   * @throws ErrnoException as the method above
   * @throws SSLException if the server does not speak TLS, but should, or fails the inspection
   */
  public static HttpReceived send(
      NetworkNamespace network,
      HttpOrigin origin,
      HttpCall call,
      Duration patience,
      Inspection inspection)
      throws SSLException {
    try (HttpExchange exchange = open(network, origin, call, patience, inspection)) {
      return exchange.whole();
    }
  }

  /**
   * Sends a request, over TLS only after the inspection has passed, and reads the answer's head.
   *
   * @param patience how long that, and a {@link #whole} answer, may take
   * @throws ErrnoException ECONNREFUSED and the like; ETIMEDOUT if there is no answer in time
   * @throws SSLException if the server does not speak TLS, but should, or fails the inspection
   */
  public static HttpExchange open(
      NetworkNamespace network,
      HttpOrigin origin,
      HttpCall call,
      Duration patience,
      Inspection inspection)
      throws SSLException {
    HttpExchange exchange = new HttpExchange(network, origin, patience);
    try {
      exchange.begin(origin, call, patience, inspection);
      return exchange;
    } catch (ErrnoException | SSLException failed) {
      exchange.close();
      if (exchange.late) {
        throw new ErrnoException(Errno.ETIMEDOUT);
      }
      throw failed;
    } catch (RuntimeException interrupted) {
      exchange.close();
      throw interrupted;
    }
  }

  private void begin(HttpOrigin origin, HttpCall call, Duration patience, Inspection inspection)
      throws SSLException {
    Duration connecting = patience.compareTo(CONNECTING) < 0 ? patience : CONNECTING;
    if (!connection.awaitEstablished(connecting)) {
      throw new ErrnoException(Errno.ETIMEDOUT);
    }
    if (origin.tls()) {
      TlsStream encrypted = TlsStream.client(connection, connecting);
      inspection.inspect(encrypted.certificate());
      stream = encrypted;
    }
    stream.write(bytes(origin, call), connecting);
    readHead(patience);
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

  private void readHead(Duration patience) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() <= LARGEST_HEAD) {
      Bytes more = read(patience);
      all.writeBytes(more.toArray());
      if (HttpReceived.hasWholeHead(all.toByteArray()) || more.length() == 0) {
        break;
      }
    }
    try {
      head = HttpReceived.parse(all.toByteArray());
    } catch (IllegalArgumentException cutShortOrEndless) {
      throw new ErrnoException(Errno.ECONNRESET);
    }
    unread = Bytes.of(head.body());
    left = length().orElse(Long.MAX_VALUE);
  }

  /** The answer's status and headers. */
  public HttpReceived head() {
    return new HttpReceived(head.status(), head.headers(), new byte[0]);
  }

  /** How long the answer's body is, if the server says so; in bytes. */
  public OptionalLong length() {
    String said = head.header("Content-Length");
    return said.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(said)) : OptionalLong.empty();
  }

  /**
   * Waits for the next part of the body; the body as a whole no longer has a time limit.
   *
   * @param patience how long nothing may arrive
   * @return no bytes at the end: where the server says it is, or closes the connection
   * @throws ErrnoException ETIMEDOUT if nothing arrives in time; ECONNRESET and the like
   */
  public Bytes next(Duration patience) {
    deadline.cancel();
    return part(patience);
  }

  private Bytes part(Duration patience) {
    Bytes part = left == 0 || unread.length() > 0 ? unread : read(patience);
    unread = Bytes.EMPTY;
    left -= Math.min(left, part.length());
    return part;
  }

  private Bytes read(Duration patience) {
    Bytes more =
        stream.read(CHUNK, patience).orElseThrow(() -> new ErrnoException(Errno.ETIMEDOUT));
    if (late) {
      throw new ErrnoException(Errno.ETIMEDOUT);
    }
    return more;
  }

  /**
   * The answer with its body, as long as the deadline of {@link #open} has not passed.
   *
   * @throws ErrnoException ETIMEDOUT if it has; EMSGSIZE if the body is longer than {@link
   *     #LARGEST_BODY}
   */
  public HttpReceived whole() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Bytes more = part(LONGEST);
    while (more.length() > 0) {
      body.writeBytes(more.toArray());
      if (body.size() > LARGEST_BODY) {
        throw new ErrnoException(Errno.EMSGSIZE);
      }
      more = part(LONGEST);
    }
    return new HttpReceived(head.status(), head.headers(), body.toByteArray());
  }

  /** Ends it when nobody waits for it. */
  @Override
  public void close() {
    deadline.cancel();
    connection.close();
  }

  /** Ends it at once, even for a task that waits for its next part. On the loop. */
  public void abort() {
    deadline.cancel();
    connection.abort();
  }
}
