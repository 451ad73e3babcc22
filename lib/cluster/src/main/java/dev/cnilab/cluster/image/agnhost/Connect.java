package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Map;

/** {@code connect}: connects to a port once, and prints a word for the reason if it fails. */
final class Connect implements AgnhostCommand {
  /** How long Linux itself tries. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public Map<String, String> flags() {
    return Map.of("timeout", "0s", "protocol", "tcp", "udp-data", "hostname", "sctp-data", "");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    if (flags.words().size() != 1) {
      process.err().println("Error: accepts 1 arg(s), received " + flags.words().size());
      return 1;
    }
    String target = flags.words().getFirst();
    int colon = target.lastIndexOf(':');
    if (colon < 0) {
      process.err().println("UNKNOWN: address " + target + ": missing port in address");
      return 1;
    }
    String failure = failure(process, flags, target, colon);
    if (!failure.isEmpty()) {
      process.err().println(failure);
    }
    return failure.isEmpty() ? 0 : 1;
  }

  /** The word and its details; empty if the port was reached. */
  private static String failure(Process process, AgnhostFlags flags, String target, int colon) {
    Duration timeout =
        GoDuration.parse(flags.text("timeout")).filter(Duration::isPositive).orElse(PATIENCE);
    try {
      Endpoint server =
          new Endpoint(
              new Resolver(process).find(target.substring(0, colon)).address(),
              Integer.parseInt(target.substring(colon + 1)));
      return switch (flags.text("protocol")) {
        case "", "tcp" -> tcp(process, server, timeout);
        case "udp" -> udp(process, server, timeout, flags.text("udp-data"));
        case "sctp" -> "OTHER: protocol not supported";
        default -> "Unsupported protocol\n" + flags.text("protocol");
      };
    } catch (LookupFailure | NumberFormatException unknown) {
      return "DNS: " + unknown.getMessage();
    }
  }

  private static String tcp(Process process, Endpoint server, Duration timeout) {
    try (TcpConnection connection =
        new ProcessSockets(process).connect(server.address(), server.port())) {
      return connection.awaitEstablished(timeout) ? "" : "TIMEOUT";
    } catch (ErrnoException failed) {
      return switch (failed.errno()) {
        case ECONNREFUSED -> "REFUSED";
        case ETIMEDOUT -> "TIMEOUT";
        default -> "OTHER: dial tcp " + server + ": connect: " + GoText.errno(failed);
      };
    }
  }

  private static String udp(Process process, Endpoint server, Duration timeout, String data) {
    ProcessSockets sockets = new ProcessSockets(process);
    UdpSocket socket = sockets.udp();
    try {
      socket.connect(server.address(), server.port());
      socket.send(Bytes.of(data + "\n"));
      return socket.receive(timeout) == null
          ? "TIMEOUT: read udp %s:%d->%s: i/o timeout"
              .formatted(socket.localAddress(), socket.localPort(), server)
          : "";
    } catch (ErrnoException failed) {
      String word = failed.errno() == Errno.ECONNREFUSED ? "REFUSED" : "UNKNOWN";
      return word + ": read udp ->" + server + ": read: " + GoText.errno(failed);
    } finally {
      sockets.close(socket);
    }
  }
}
