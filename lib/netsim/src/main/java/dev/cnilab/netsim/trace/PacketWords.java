package dev.cnilab.netsim.trace;

import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import java.util.stream.Collectors;

/** Describes a packet in one line, for readers of a trace. */
public final class PacketWords {
  private PacketWords() {}

  /** The packet's protocol, source and destination, and its limits. */
  public static String of(Ipv4Packet packet) {
    return "%s %s%s, ttl %d, %d bytes%s"
        .formatted(
            kind(packet.payload()),
            ends(packet),
            packet.payload() instanceof EncapsulatedPacket ipip
                ? " (" + of(ipip.inner()) + ")"
                : "",
            packet.ttl(),
            packet.length(),
            packet.dontFragment() ? ", don't fragment" : "");
  }

  private static String kind(Ipv4Payload payload) {
    return switch (payload) {
      case IcmpMessage icmp -> icmp(icmp);
      case UdpDatagram udp -> udp.data() instanceof VxlanFrame ? "VXLAN in UDP" : "UDP";
      case TcpSegment tcp ->
          "TCP " + tcp.flags().stream().sorted().map(Enum::name).collect(Collectors.joining(","));
      case SctpPacket sctp -> "SCTP";
      case EncapsulatedPacket ipip -> "IPIP";
      case OpaquePayload other -> "protocol " + other.protocol();
    };
  }

  /** The source and destination, with ports if it has any. */
  public static String ends(Ipv4Packet packet) {
    return switch (packet.payload()) {
      case UdpDatagram udp -> ends(packet, ":" + udp.sourcePort(), ":" + udp.destinationPort());
      case TcpSegment tcp -> ends(packet, ":" + tcp.sourcePort(), ":" + tcp.destinationPort());
      case SctpPacket sctp -> ends(packet, ":" + sctp.sourcePort(), ":" + sctp.destinationPort());
      case IcmpMessage icmp -> ends(packet, "", "");
      case EncapsulatedPacket ipip -> ends(packet, "", "");
      case OpaquePayload other -> ends(packet, "", "");
    };
  }

  private static String ends(Ipv4Packet packet, String fromPort, String toPort) {
    return packet.source() + fromPort + " → " + packet.destination() + toPort;
  }

  private static String icmp(IcmpMessage message) {
    return "ICMP "
        + switch (message.type()) {
          case IcmpMessage.ECHO_REQUEST -> "echo request";
          case IcmpMessage.ECHO_REPLY -> "echo reply";
          case IcmpMessage.TIME_EXCEEDED -> "time exceeded";
          case IcmpMessage.REDIRECT -> "redirect";
          case IcmpMessage.DESTINATION_UNREACHABLE ->
              message.code() == IcmpMessage.FRAGMENTATION_NEEDED
                  ? "fragmentation needed"
                  : "destination unreachable (code " + message.code() + ")";
          default -> "type " + message.type() + ", code " + message.code();
        };
  }
}
