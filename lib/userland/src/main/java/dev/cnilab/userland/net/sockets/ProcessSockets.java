package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.SocketFile;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The sockets of a process. Each has a file descriptor: {@code ss -p} finds its owner by that, and
 * it is closed when the last process that holds it ends.
 */
public record ProcessSockets(Process process) {
  /**
   * Waits for connections.
   *
   * @param backlog how many may wait to be accepted
   * @throws ErrnoException EADDRINUSE or EADDRNOTAVAIL
   */
  public TcpListener listen(Ipv4Address address, int port, int backlog) {
    TcpListener listener = process.network().tcp().listen(address, port, backlog);
    hold(listener, listener::close);
    return listener;
  }

  /** Waits for the next connection of a listener; in a task only. */
  public TcpConnection accept(TcpListener listener) {
    TcpConnection connection = listener.accept();
    hold(connection, connection::close);
    return connection;
  }

  /**
   * Serves each connection of a listener in a task of its own, as long as the process lives, and
   * closes it afterwards. One for which no descriptor is free is closed at once.
   *
   * @param name of the tasks
   * @param service may leave an {@link ErrnoException} to a client that has gone
   * @return what accepts them, which may be interrupted
   */
  public Task serve(TcpListener listener, String name, Consumer<TcpConnection> service) {
    return process.loop().spawn(name, () -> acceptAll(listener, name, service));
  }

  private void acceptAll(TcpListener listener, String name, Consumer<TcpConnection> service) {
    while (process.isAlive()) {
      try {
        TcpConnection connection = accept(listener);
        process.loop().spawn(name + " " + connection.peer(), () -> serve(connection, service));
      } catch (ErrnoException noDescriptor) {
        // It has been closed; the next one may come when another has ended.
      }
    }
  }

  private void serve(TcpConnection connection, Consumer<TcpConnection> service) {
    try {
      service.accept(connection);
    } catch (ErrnoException gone) {
      // The client no longer waits for the answer.
    } finally {
      close(connection);
    }
  }

  /**
   * Has each connection of a listener taken as soon as it is there; without a free descriptor it is
   * closed.
   */
  public void onConnection(TcpListener listener, Consumer<TcpConnection> taker) {
    listener.onConnection(
        connection -> {
          if (process.descriptors().hasRoom()) {
            hold(connection, connection::close);
            taker.accept(connection);
          } else {
            connection.close();
          }
        });
  }

  /**
   * Begins a connection from any address and port.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Ipv4Address peer, int port) {
    return connect(new Endpoint(Ipv4Address.ANY, 0), peer, port);
  }

  /**
   * Begins a connection.
   *
   * @param from where it comes from; 0.0.0.0 and 0 for any address and port
   * @throws ErrnoException EADDRNOTAVAIL, EADDRINUSE, ENETUNREACH and the like
   */
  public TcpConnection connect(Endpoint from, Ipv4Address peer, int port) {
    TcpConnection connection = process.network().tcp().connect(from, new Endpoint(peer, port));
    hold(connection, connection::close);
    return connection;
  }

  /** A UDP socket that is not bound yet. */
  public UdpSocket udp() {
    UdpSocket socket = process.network().sockets().udp();
    hold(socket, socket::close);
    return socket;
  }

  /** Closes a socket and its descriptor. */
  public void close(Object socket) {
    for (Map.Entry<Integer, ?> each : process.descriptors().byNumber().entrySet()) {
      if (each.getValue() instanceof SocketFile file && file.socket() == socket) {
        process.descriptors().close(each.getKey());
      }
    }
  }

  private void hold(Object socket, Runnable close) {
    if (!process.descriptors().hasRoom()) {
      close.run();
      throw new ErrnoException(Errno.EMFILE);
    }
    SocketFile file = new SocketFile(socket, close);
    process.descriptors().set(process.descriptors().free(), file);
    file.close(); // the descriptor holds it from now on
  }

  /** The descriptor by which a process holds a socket. */
  public static Optional<Integer> descriptor(Process process, Object socket) {
    return process.descriptors().byNumber().entrySet().stream()
        .filter(each -> each.getValue() instanceof SocketFile file && file.socket() == socket)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
