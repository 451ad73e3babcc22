package dev.cnilab.netsim.trace;

import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import java.util.stream.Collectors;

/** A packet in a line, for those who read a trace. */
public final class PacketWords {
  private PacketWords() {}

  /** What it is, from where to where, and what limits it. */
  public static String of(Ipv4Packet packet) {
    String from = packet.source().toString();
    String to = packet.destination().toString();
    String way =
        switch (packet.payload()) {
          case IcmpMessage icmp -> icmp(icmp) + " " + from + " → " + to;
          case UdpDatagram udp ->
              (udp.data() instanceof VxlanFrame ? "VXLAN in UDP " : "UDP ")
                  + ports(from, udp.sourcePort(), to, udp.destinationPort());
          case TcpSegment tcp ->
              "TCP "
                  + tcp.flags().stream().sorted().map(Enum::name).collect(Collectors.joining(","))
                  + " "
                  + ports(from, tcp.sourcePort(), to, tcp.destinationPort());
          case SctpPacket sctp ->
              "SCTP " + ports(from, sctp.sourcePort(), to, sctp.destinationPort());
          case EncapsulatedPacket ipip -> "IPIP %s → %s (%s)".formatted(from, to, of(ipip.inner()));
          case OpaquePayload other -> "protocol " + other.protocol() + " " + from + " → " + to;
        };
    return "%s, ttl %d, %d bytes%s"
        .formatted(
            way, packet.ttl(), packet.length(), packet.dontFragment() ? ", don't fragment" : "");
  }

  private static String ports(String from, int fromPort, String to, int toPort) {
    return from + ":" + fromPort + " → " + to + ":" + toPort;
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
