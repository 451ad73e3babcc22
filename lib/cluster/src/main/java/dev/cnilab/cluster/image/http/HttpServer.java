package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Process;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Listens on a port of a process's network as long as the process lives. */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 511;
  private static final int MOST_BYTES = 8192;
  private static final int LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern REQUEST_LINE = Pattern.compile("\\S+ \\S+ HTTP/1\\.[01]\r?\n");

  /** What Go's {@code net/http} tells who does not speak HTTP. */
  private static final String BAD_REQUEST =
      """
      HTTP/1.1 400 Bad Request\r
      Content-Type: text/plain; charset=utf-8\r
      Connection: close\r
      \r
      400 Bad Request\
      """;

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length:\\s*(\\d{1,7})\r\n", Pattern.CASE_INSENSITIVE);

  private final Process process;
  private final String name;
  private final Wrapping wrapping;
  private final Function<HttpRequest, HttpResponse> service;
  private final TcpListener listener;
  private final Task accepting;

  /** What makes a stream of a new connection. */
  @FunctionalInterface
  private interface Wrapping {
    ByteStream of(TcpConnection connection) throws SSLException;
  }

  private HttpServer(
      Process process,
      Ipv4Address address,
      int port,
      String name,
      Wrapping wrapping,
      Function<HttpRequest, HttpResponse> service) {
    this.process = process;
    this.name = name;
    this.wrapping = wrapping;
    this.service = service;
    this.listener = new ProcessSockets(process).listen(address, port, BACKLOG);
    this.accepting = process.loop().spawn("http:" + port, this::accept);
    process.onExit(status -> close());
  }

  /** As {@link #listen(Process, Ipv4Address, int, String, Function)}, at every address. */
  public static HttpServer listen(
      Process process, int port, String name, Function<HttpRequest, HttpResponse> service) {
    return listen(process, Ipv4Address.ANY, port, name, service);
  }

  /**
   * Begins to listen.
   *
   * @param address of those the process's network has; 0.0.0.0 for all
   * @param name what the header Server says; empty for none
   * @throws ErrnoException EADDRINUSE if somebody listens there already
   */
  public static HttpServer listen(
      Process process,
      Ipv4Address address,
      int port,
      String name,
      Function<HttpRequest, HttpResponse> service) {
    return new HttpServer(process, address, port, name, ByteStream::plain, service);
  }

  /** As {@link #listen(Process, int, String, Function)}, over TLS. */
  public static HttpServer listenTls(
      Process process, int port, SSLContext context, Function<HttpRequest, HttpResponse> service) {
    return new HttpServer(
        process,
        Ipv4Address.ANY,
        port,
        "",
        connection -> TlsStream.server(connection, Bytes.EMPTY, context, PATIENCE),
        service);
  }

  /** Ends it before the process ends; may be repeated. */
  @Override
  public void close() {
    if (!accepting.isFinished()) {
      accepting.interrupt();
    }
    new ProcessSockets(process).close(listener);
  }

  private void accept() {
    while (process.isAlive()) {
      TcpConnection connection = listener.accept();
      process.loop().spawn("http " + connection.peer(), () -> serve(connection));
    }
  }

  private void serve(TcpConnection connection) {
    try (connection) {
      ByteStream stream = wrapping.of(connection);
      String text = read(stream);
      if (text.isEmpty() || !process.isAlive()) {
        return;
      }
      if (!REQUEST_LINE.matcher(text).lookingAt()) {
        stream.write(Bytes.of(BAD_REQUEST), PATIENCE);
        return;
      }
      HttpRequest request = HttpRequest.parse(text, connection.peer());
      HttpResponse response = service.apply(request);
      boolean bodiless = request.method().equals("HEAD");
      stream.write(
          Bytes.of(response.head(name, process.loop().now()) + (bodiless ? "" : response.body())),
          PATIENCE);
    } catch (ErrnoException | SSLException gone) {
      // The client no longer waits for the answer.
    }
  }

  /** The head and as much of a body as it announces; empty if nothing comes. */
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
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(text.substring(0, end + 2));
    return !length.find() || text.length() - end - 4 >= Integer.parseInt(length.group(1));
  }
}
