package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Process;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * How a server answers one request.
 *
 * @param name the value of the header Server; empty for none
 */
public record HttpConversation(
    Process process, String name, Function<HttpRequest, HttpResponse> service) {
  private static final int MOST_BYTES = 8192;
  private static final int LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern REQUEST_LINE = Pattern.compile("\\S+ \\S+ HTTP/1\\.[01]\r?\n");

  /** The answer of Go's {@code net/http} to a client that does not speak HTTP. */
  private static final String BAD_REQUEST =
      """
      HTTP/1.1 400 Bad Request\r
      Content-Type: text/plain; charset=utf-8\r
      Connection: close\r
      \r
      400 Bad Request\
      """;

  /** Its answer to a client that does not speak TLS on a TLS port. */
  private static final String NOT_SECURE =
      "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

  private static final int TLS_HANDSHAKE = 0x16;

  /**
   * Waits for a request and answers it; in a task only.
   *
   * @throws dev.cnilab.netsim.kernel.ErrnoException if the client is gone
   */
  public void hold(ByteStream stream, Endpoint client) {
    String text = read(stream);
    if (text.isEmpty() || !process.isAlive()) {
      return;
    }
    if (!REQUEST_LINE.matcher(text).lookingAt()) {
      stream.write(Bytes.of(BAD_REQUEST), PATIENCE);
      return;
    }
    HttpRequest request = HttpRequest.parse(text, client);
    HttpResponse response = service.apply(request);
    boolean bodiless = request.method().equals("HEAD");
    stream.write(
        Bytes.of(response.head(name, process.now()) + (bodiless ? "" : response.body())), PATIENCE);
  }

  /**
   * The same over TLS, until the client is gone; in a task only.
   *
   * @param hello the bytes that have already arrived
   */
  public void holdSecure(TcpConnection connection, Bytes hello, SSLContext context) {
    try {
      if (hello.length() > 0 && hello.toArray()[0] != TLS_HANDSHAKE) {
        connection.write(Bytes.of(NOT_SECURE), PATIENCE);
        return;
      }
      hold(TlsStream.server(connection, hello, context, PATIENCE), connection.peer());
    } catch (ErrnoException | SSLException gone) {
      // The client has nothing to ask, or does not wait for the answer.
    }
  }

  /** The header, and as much of a body as it announces; empty if nothing arrives. */
  private static String read(ByteStream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    do {
      Optional<Bytes> more = stream.read(MOST_BYTES, PATIENCE);
      if (more.isEmpty() || more.get().length() == 0) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      bytes.writeBytes(more.get().toArray());
    } while (bytes.size() < LARGEST && !isWhole(bytes.toString(StandardCharsets.ISO_8859_1)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(String text) {
    if (text.contains("\n") && !REQUEST_LINE.matcher(text).lookingAt()) {
      return true; // there is nothing to wait for
    }
    OptionalInt body = MessageHead.body(text);
    return body.isPresent()
        && text.length() - body.getAsInt() >= MessageHead.of(text).contentLength().orElse(0);
  }
}
