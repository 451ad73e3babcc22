package dev.cnilab.cluster.node;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import java.io.IOException;
import java.time.Duration;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** The DNS server of a LAN that leads nowhere: it refuses every query. */
final class LanDnsServer {
  private static final int PORT = 53;
  private static final Duration LONG = Duration.ofDays(3650);

  private LanDnsServer() {}

  /** Answers in a namespace while the cluster exists. */
  static void start(NetworkNamespace namespace) {
    UdpSocket socket = namespace.sockets().udp();
    socket.bind(Ipv4Address.ANY, PORT);
    namespace.loop().spawn("DNS server", () -> serve(socket));
  }

  private static void serve(UdpSocket socket) {
    while (true) {
      UdpSocket.Datagram datagram = socket.receive(LONG);
      if (datagram != null) {
        answer(socket, datagram);
      }
    }
  }

  private static void answer(UdpSocket socket, UdpSocket.Datagram datagram) {
    try {
      Message query = new Message(datagram.data().toArray());
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
      if (query.getHeader().getFlag(Flags.RD)) {
        reply.getHeader().setFlag(Flags.RD);
      }
      query
          .getSection(Section.QUESTION)
          .forEach(question -> reply.addRecord(question, Section.QUESTION));
      socket.sendTo(datagram.source(), datagram.sourcePort(), Bytes.of(reply.toWire()));
    } catch (IOException | ErrnoException unanswerable) {
      // Malformed queries, or those without a route back, get no answer.
    }
  }
}
