package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Listens on a port of a process's network while the process lives. */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 511;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final String name;
  private final Wrapping wrapping;
  private final Function<HttpRequest, HttpResponse> service;
  private final TcpListener listener;
  private final Task accepting;

  /** Makes a stream from a new connection. */
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
    ProcessSockets sockets = new ProcessSockets(process);
    this.listener = sockets.listen(address, port, BACKLOG);
    this.accepting = sockets.serve(listener, "http:" + port, this::serve);
    process.onExit(status -> close());
  }

  /** Like {@link #listen(Process, Ipv4Address, int, String, Function)}, at every address. */
  public static HttpServer listen(
      Process process, int port, String name, Function<HttpRequest, HttpResponse> service) {
    return listen(process, Ipv4Address.ANY, port, name, service);
  }

  /**
   * Starts listening.
   *
   * @param address one of the process's network; 0.0.0.0 for all
   * @param name the value of the header Server; empty for none
   * @throws ErrnoException EADDRINUSE if the port is taken
   */
  public static HttpServer listen(
      Process process,
      Ipv4Address address,
      int port,
      String name,
      Function<HttpRequest, HttpResponse> service) {
    return new HttpServer(process, address, port, name, ByteStream::plain, service);
  }

  /** Like {@link #listen(Process, int, String, Function)}, over TLS. */
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

  private void serve(TcpConnection connection) {
    try {
      new HttpConversation(process, name, service).hold(wrapping.of(connection), connection.peer());
    } catch (SSLException noTls) {
      // The client does not speak the protocol.
    }
  }
}
