package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;

/** A UDP port that answers each datagram with one datagram, or not at all. */
public final class UdpResponder {
  private static final Duration LONG = Duration.ofDays(3650);

  /** Computes the answers. */
  @FunctionalInterface
  public interface Service {
    /** The answer to a client's text; empty for none. */
    Optional<String> answer(String text, Endpoint client);
  }

  private UdpResponder() {}

  /**
   * Starts listening; ends with the process.
   *
   * @throws ErrnoException EADDRINUSE, EADDRNOTAVAIL
   */
  public static void listen(Process process, Ipv4Address address, int port, Service service) {
    UdpSocket socket = new ProcessSockets(process).udp();
    socket.bind(address, port);
    process.loop().spawn("udp:" + port, () -> serve(process, socket, service));
  }

  private static void serve(Process process, UdpSocket socket, Service service) {
    while (process.isAlive()) {
      try {
        UdpSocket.Datagram datagram = socket.receive(LONG);
        if (datagram != null && process.isAlive()) {
          Endpoint client = new Endpoint(datagram.source(), datagram.sourcePort());
          service
              .answer(datagram.data().text(), client)
              .ifPresent(text -> socket.sendTo(client.address(), client.port(), Bytes.of(text)));
        }
      } catch (ErrnoException clientIsGone) {
        // The answer could not be delivered; the next datagram is another client's.
      }
    }
  }
}
