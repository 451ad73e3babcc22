package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.file.open.SocketFile;
import dev.cnilab.userland.process.Process;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sockets of a process. Each has a file descriptor: {@code ss -p} finds its owner by it, and
 * the socket is closed when the last process that holds it exits.
 */
public record ProcessSockets(Process process) {
  /**
   * Opens a listening socket.
   *
   * @param backlog the maximum number of connections waiting to be accepted
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
   * Serves each connection of a listener in a task of its own while the process is alive, and
   * closes it afterwards. If no file descriptor is free, the connection is closed at once.
   *
   * @param name the name of the tasks
   * @param service may throw an {@link ErrnoException} for a client that has gone
   * @return the task that accepts connections, which may be interrupted
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
        // It has been closed; the next one may succeed once another has ended.
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
   * Passes each connection of a listener to {@code taker} once it is established; without a free
   * file descriptor it is closed.
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
   * Opens a connection from any address and port.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Ipv4Address peer, int port) {
    return connect(new Endpoint(Ipv4Address.ANY, 0), peer, port);
  }

  /**
   * Opens a connection.
   *
   * @param from the local end; 0.0.0.0 and 0 for any address and port
   * @throws ErrnoException EADDRNOTAVAIL, EADDRINUSE, ENETUNREACH and the like
   */
  public TcpConnection connect(Endpoint from, Ipv4Address peer, int port) {
    TcpConnection connection = process.network().tcp().connect(from, new Endpoint(peer, port));
    hold(connection, connection::close);
    return connection;
  }

  /** Opens a UDP socket that is not bound yet. */
  public UdpSocket udp() {
    UdpSocket socket = process.network().sockets().udp();
    hold(socket, socket::close);
    return socket;
  }

  /** Closes a socket and its file descriptor. */
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
    file.close(); // the descriptor table holds it from now on
  }
}
