package dev.cnilab.netsim.conntrack.tuple;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Checksum;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.nio.ByteBuffer;

/** Rewrites one end of a packet. */
public final class EndRewriting {
  private EndRewriting() {}

  /** The packet with another source or destination address and port. */
  public static Ipv4Packet of(Ipv4Packet packet, Translation end, Ipv4Address address, int port) {
    Ipv4Packet readdressed =
        end == Translation.SOURCE ? packet.withSource(address) : packet.withDestination(address);
    return readdressed.withPayload(payload(packet.payload(), end, port));
  }

  private static Ipv4Payload payload(Ipv4Payload payload, Translation end, int port) {
    return switch (payload) {
      case UdpDatagram udp ->
          end == Translation.SOURCE
              ? new UdpDatagram(port, udp.destinationPort(), udp.data())
              : new UdpDatagram(udp.sourcePort(), port, udp.data());
      case TcpSegment tcp ->
          end == Translation.SOURCE ? tcp.withSourcePort(port) : tcp.withDestinationPort(port);
      case IcmpMessage icmp when icmp.isEcho() ->
          new IcmpMessage(icmp.type(), icmp.code(), port << 16 | icmp.echoSequence(), icmp.data());
      case IcmpMessage other -> other;
      case SctpPacket sctp ->
          end == Translation.SOURCE ? sctp.withSourcePort(port) : sctp.withDestinationPort(port);
      case EncapsulatedPacket tunnelled -> tunnelled;
      case OpaquePayload other -> other;
    };
  }

  /** An ICMP error with another source or destination address and port in the packet it quotes. */
  public static Ipv4Packet quoted(
      Ipv4Packet error, Translation end, Ipv4Address address, int port) {
    IcmpMessage icmp = (IcmpMessage) error.payload();
    byte[] bytes = icmp.data().toArray();
    ByteBuffer quoted = ByteBuffer.wrap(bytes);
    int header = (quoted.get(0) & 0xf) * 4;
    quoted.putInt(end == Translation.SOURCE ? 12 : 16, address.bits());
    quoted.putShort(10, (short) 0);
    quoted.putShort(10, Checksum.of(quoted, 0, header));
    int portAt = quoted.get(9) == IcmpMessage.PROTOCOL ? 4 : end == Translation.SOURCE ? 0 : 2;
    quoted.putShort(header + portAt, (short) port);
    return error.withPayload(
        new IcmpMessage(icmp.type(), icmp.code(), icmp.rest(), Bytes.of(bytes)));
  }
}
