package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Message;

/** A query sent to another server over UDP, and its outcome. */
record Exchange(Optional<Message> reply, String failure) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  boolean isPresent() {
    return reply.isPresent();
  }

  /** Sends a query, and waits two seconds for the answer; a failure is in Go's words. */
  static Exchange ask(Process process, Ipv4Address server, int port, Message question) {
    try (UdpSocket socket = process.network().sockets().udp()) {
      socket.connect(server, port);
      String way =
          "udp %s:%d->%s:%d: ".formatted(socket.localAddress(), socket.localPort(), server, port);
      try {
        socket.send(Bytes.of(question.toWire()));
        Optional<Message> reply = receive(process, socket, question);
        return reply.isPresent()
            ? new Exchange(reply, "")
            : new Exchange(Optional.empty(), "read " + way + "i/o timeout");
      } catch (ErrnoException refused) {
        boolean sent = refused.errno() == Errno.ECONNREFUSED;
        return new Exchange(
            Optional.empty(),
            (sent ? "read " + way + "read: " : "write " + way + "write: ") + GoText.errno(refused));
      }
    } catch (ErrnoException unreachable) {
      return new Exchange(
          Optional.empty(),
          "dial udp %s:%d: connect: %s".formatted(server, port, GoText.errno(unreachable)));
    }
  }

  private static Optional<Message> receive(Process process, UdpSocket socket, Message question) {
    long end = process.loop().nanoTime() + PATIENCE.toNanos();
    while (process.loop().nanoTime() < end) {
      UdpSocket.Datagram datagram =
          socket.receive(Duration.ofNanos(end - process.loop().nanoTime()));
      if (datagram == null) {
        break;
      }
      Optional<Message> reply = parse(datagram.data());
      if (reply.isPresent() && reply.get().getHeader().getID() == question.getHeader().getID()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  static Optional<Message> parse(Bytes data) {
    try {
      return Optional.of(new Message(data.toArray()));
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }
}
