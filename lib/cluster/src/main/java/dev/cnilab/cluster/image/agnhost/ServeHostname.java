package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.agnhost.call.UdpResponder;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code serve-hostname}: answers with its host name over HTTP, or plainly over TCP and UDP. */
final class ServeHostname implements AgnhostCommand {
  private static final int BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long it still answers after SIGTERM, for clients that have not noticed yet. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  @Override
  public Map<String, String> flags() {
    return Map.of("tcp", "false", "udp", "false", "http", "true", "close", "false", "port", "9376");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    GoLog log = new GoLog(process);
    int port = flags.number("port");
    if (flags.is("http") && (flags.is("tcp") || flags.is("udp"))) {
      return log.fatal("Can't server TCP/UDP mode and HTTP mode at the same time");
    }
    try {
      listen(process, flags, port);
    } catch (ErrnoException taken) {
      return log.fatal("listen :" + port + ": bind: address already in use");
    }
    log.line("Serving on port " + port + ".");
    process.signals().handle(Signal.TERM, () -> windDown(process, log));
    return ServerLifetime.untilEnded(process);
  }

  private static void windDown(Process process, GoLog log) {
    log.line("Shutting down after receiving signal: terminated.");
    log.line("Awaiting pod deletion.");
    process.loop().schedule(GRACE, () -> process.end(0));
  }

  private static void listen(Process process, AgnhostFlags flags, int port) {
    GoLog log = new GoLog(process);
    if (flags.is("tcp")) {
      TcpListener listener = new ProcessSockets(process).listen(Ipv4Address.ANY, port, BACKLOG);
      process.loop().spawn("tcp:" + port, () -> accept(process, listener, log));
    }
    if (flags.is("udp")) {
      UdpResponder.listen(
          process,
          Ipv4Address.ANY,
          port,
          (text, client) -> {
            log.line("UDP request from " + client);
            return Optional.of(process.hostname());
          });
    }
    if (flags.is("http")) {
      HttpServer.listen(process, port, "", request -> answer(process, request, log));
    }
  }

  private static HttpResponse answer(Process process, HttpRequest request, GoLog log) {
    log.line("HTTP request from " + request.from());
    return HttpResponse.ok("text/plain; charset=utf-8", process.hostname());
  }

  private static void accept(Process process, TcpListener listener, GoLog log) {
    while (process.isAlive()) {
      try (TcpConnection connection = listener.accept()) {
        log.line("TCP request from " + connection.peer());
        connection.write(Bytes.of(process.hostname()), PATIENCE);
      } catch (ErrnoException gone) {
        // The client no longer waits for the answer.
      }
    }
  }
}
