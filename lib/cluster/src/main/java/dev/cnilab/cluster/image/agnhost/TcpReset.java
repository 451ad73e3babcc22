package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Map;

/**
 * {@code tcp-reset}: reads one byte and closes, so that unread data makes the kernel send a reset.
 */
final class TcpReset implements AgnhostCommand {
  private static final int BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofDays(1);

  @Override
  public Map<String, String> flags() {
    return Map.of("port", "8080");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    int port = flags.number("port");
    GoLog log = new GoLog(process);
    TcpListener listener;
    try {
      listener = new ProcessSockets(process).listen(Ipv4Address.ANY, port, BACKLOG);
    } catch (ErrnoException taken) {
      return log.fatal("Error from net.Listen(): address already in use");
    }
    process.loop().spawn("tcp:" + port, () -> accept(process, listener, log));
    log.line("Serving on port " + port + ".");
    return ServerLifetime.untilTerminated(process);
  }

  private static void accept(Process process, TcpListener listener, GoLog log) {
    while (process.isAlive()) {
      try (TcpConnection connection = listener.accept()) {
        connection.read(1, PATIENCE);
        log.line("TCP request from " + connection.peer());
      } catch (ErrnoException gone) {
        // The client has already reset it.
      }
    }
  }
}
