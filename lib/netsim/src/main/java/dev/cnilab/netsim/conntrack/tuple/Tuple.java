package dev.cnilab.netsim.conntrack.tuple;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import org.jspecify.annotations.Nullable;

/**
 * What identifies one direction of a connection (struct nf_conntrack_tuple).
 *
 * @param sourcePort the source port, or the identifier of an ICMP query
 * @param destinationPort the destination port, or the identifier of an ICMP query
 * @param icmpType the type of an ICMP query; 0 for other protocols
 */
public record Tuple(
    int protocol,
    Ipv4Address source,
    int sourcePort,
    Ipv4Address destination,
    int destinationPort,
    int icmpType) {

  /** The tuple of a packet; null if its protocol has none, or if it is damaged or a fragment. */
  public static @Nullable Tuple of(Ipv4Packet packet) {
    return switch (packet.payload()) {
      case UdpDatagram udp -> ports(packet, udp.sourcePort(), udp.destinationPort());
      case TcpSegment tcp -> ports(packet, tcp.sourcePort(), tcp.destinationPort());
      case IcmpMessage icmp when icmp.isEcho() ->
          new Tuple(
              IcmpMessage.PROTOCOL,
              packet.source(),
              icmp.echoId(),
              packet.destination(),
              icmp.echoId(),
              icmp.type());
      case IcmpMessage other -> null;
      case SctpPacket sctp -> ports(packet, sctp.sourcePort(), sctp.destinationPort());
      case EncapsulatedPacket tunnelled -> ports(packet, 0, 0);
      case OpaquePayload unknown when packet.isFragment() || unknown.isDamaged() -> null;
      case OpaquePayload unknown -> ports(packet, 0, 0);
    };
  }

  private static Tuple ports(Ipv4Packet packet, int sourcePort, int destinationPort) {
    return new Tuple(
        packet.protocol(), packet.source(), sourcePort, packet.destination(), destinationPort, 0);
  }

  /** The tuple of the packet that an ICMP error quotes; null if that had none. */
  public static @Nullable Tuple of(QuotedPacket quoted) {
    if (quoted.protocol() == IcmpMessage.PROTOCOL) {
      int type = quoted.payload().get(0);
      boolean echo = type == IcmpMessage.ECHO_REQUEST || type == IcmpMessage.ECHO_REPLY;
      return echo ? of(quoted, quoted.echoId(), quoted.echoId(), type) : null;
    }
    return of(quoted, quoted.sourcePort(), quoted.destinationPort(), 0);
  }

  private static Tuple of(QuotedPacket quoted, int sourcePort, int destinationPort, int type) {
    return new Tuple(
        quoted.protocol(),
        quoted.source(),
        sourcePort,
        quoted.destination(),
        destinationPort,
        type);
  }

  /** The tuple of a reply. */
  public Tuple reversed() {
    int answer =
        switch (icmpType) {
          case IcmpMessage.ECHO_REQUEST -> IcmpMessage.ECHO_REPLY;
          case IcmpMessage.ECHO_REPLY ->
              protocol == IcmpMessage.PROTOCOL ? IcmpMessage.ECHO_REQUEST : 0;
          default -> icmpType;
        };
    return new Tuple(protocol, destination, destinationPort, source, sourcePort, answer);
  }

  /** With another source; an ICMP query has one identifier for both ends. */
  public Tuple withSource(Ipv4Address address, int port) {
    return new Tuple(
        protocol, address, port, destination, isQuery() ? port : destinationPort, icmpType);
  }

  /** With another destination; see {@link #withSource}. */
  public Tuple withDestination(Ipv4Address address, int port) {
    return new Tuple(protocol, source, isQuery() ? port : sourcePort, address, port, icmpType);
  }

  /** Whether it is one of ICMP queries and their answers. */
  public boolean isQuery() {
    return protocol == IcmpMessage.PROTOCOL;
  }
}
