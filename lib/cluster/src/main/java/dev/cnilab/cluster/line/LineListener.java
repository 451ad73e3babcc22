package dev.cnilab.cluster.line;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;

/**
 * A port at which a process serves parts of the cluster, and others that speak TLS.
 *
 * @param <S> what the process does for the cluster's parts
 */
public final class LineListener<S> {
  private static final int BACKLOG = 512;

  private final Process process;
  private final S service;
  private final Handover<S> handover;
  private final Others others;

  /** Serves those whose first bytes are another protocol's. */
  @FunctionalInterface
  public interface Others {
    /**
     * Serves one to the end; in a task of its own.
     *
     * @param hello what has come already
     */
    void serve(TcpConnection connection, Bytes hello);
  }

  private LineListener(Process process, S service, Handover<S> handover, Others others) {
    this.process = process;
    this.service = service;
    this.handover = handover;
    this.others = others;
  }

  /**
   * Takes a port at all addresses, as long as the process lives.
   *
   * @throws dev.cnilab.netsim.errno.ErrnoException EADDRINUSE if somebody has it
   */
  public static TcpListener listen(Process process, int port) {
    return new ProcessSockets(process).listen(Ipv4Address.ANY, port, BACKLOG);
  }

  /** Serves those who come to a port that the process has taken. */
  public static <S> void serve(
      Process process, TcpListener listener, S service, Handover<S> handover, Others others) {
    process.onExit(status -> handover.serverEnded());
    LineListener<S> door = new LineListener<>(process, service, handover, others);
    new ProcessSockets(process)
        .onConnection(listener, connection -> connection.onChange(() -> door.first(connection)));
  }

  /** The first bytes tell who has come. */
  private void first(TcpConnection connection) {
    Runnable hangUp = () -> new ProcessSockets(process).close(connection);
    if (connection.receiveQueue() == 0) {
      if (connection.isEnding()) {
        process.loop().schedule(0, hangUp);
      }
      return;
    }
    connection.onChange(() -> {});
    handover
        .take(new ServerEnd<>(connection, service, process::isAlive, hangUp))
        .ifPresent(
            hello ->
                process
                    .loop()
                    .spawn(
                        "https " + connection.peer(),
                        () -> {
                          others.serve(connection, hello);
                          hangUp.run();
                        }));
  }
}
