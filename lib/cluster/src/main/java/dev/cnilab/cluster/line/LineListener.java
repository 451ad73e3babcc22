package dev.cnilab.cluster.line;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;

/**
 * A port on which a process serves parts of the cluster, and other clients that speak TLS.
 *
 * @param <S> the service for the cluster's parts
 */
public final class LineListener<S> {
  private static final int BACKLOG = 512;

  private final Process process;
  private final S service;
  private final Handover<S> handover;
  private final Others others;

  /** Serves clients whose first bytes belong to another protocol. */
  @FunctionalInterface
  public interface Others {
    /**
     * Serves one client to the end; in a task of its own.
     *
     * @param hello the bytes that have already arrived
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
   * Listens on a port at one address, or at all, while the process lives.
   *
   * @throws dev.cnilab.netsim.kernel.ErrnoException EADDRINUSE if the port is taken
   */
  public static TcpListener listen(Process process, Ipv4Address address, int port) {
    return new ProcessSockets(process).listen(address, port, BACKLOG);
  }

  /** Serves connections to a port on which the process listens. */
  public static <S> void serve(
      Process process, TcpListener listener, S service, Handover<S> handover, Others others) {
    process.onExit(status -> handover.serverEnded());
    LineListener<S> door = new LineListener<>(process, service, handover, others);
    new ProcessSockets(process)
        .onConnection(listener, connection -> connection.onChange(() -> door.first(connection)));
  }

  /** The first bytes tell the kind of client. */
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
