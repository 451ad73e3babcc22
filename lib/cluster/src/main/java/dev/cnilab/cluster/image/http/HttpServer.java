package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Listens on a port of a process's network as long as the process lives. */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 511;
  private static final int MOST_BYTES = 8192;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final String name;
  private final Function<HttpRequest, HttpResponse> service;
  private final TcpListener listener;
  private final Task accepting;

  private HttpServer(
      Process process,
      Ipv4Address address,
      int port,
      String name,
      Function<HttpRequest, HttpResponse> service) {
    this.process = process;
    this.name = name;
    this.service = service;
    this.listener = new ProcessSockets(process).listen(address, port, BACKLOG);
    this.accepting = process.loop().spawn("http:" + port, this::accept);
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
    HttpServer server = new HttpServer(process, address, port, name, service);
    process.onExit(status -> server.close());
    return server;
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
      Optional<Bytes> head = connection.read(MOST_BYTES, PATIENCE);
      if (head.isEmpty() || head.get().length() == 0 || !process.isAlive()) {
        return;
      }
      HttpRequest request = HttpRequest.parse(head.get().text(), connection.peer());
      HttpResponse response = service.apply(request);
      boolean bodiless = request.method().equals("HEAD");
      connection.write(
          Bytes.of(response.head(name, process.loop().now()) + (bodiless ? "" : response.body())),
          PATIENCE);
    } catch (ErrnoException gone) {
      // The client no longer waits for the answer.
    }
  }
}
