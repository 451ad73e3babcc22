package dev.cnilab.netsim.packet;

/** The ports in a packet's payload. */
public final class Ports {
  private Ports() {}

  /** The source port of UDP, TCP or SCTP; -1 for other protocols. */
  public static int source(Ipv4Packet packet) {
    return source(packet.payload());
  }

  /** The source port in a payload; -1 for protocols without ports. */
  public static int source(Ipv4Payload payload) {
    return switch (payload) {
      case UdpDatagram udp -> udp.sourcePort();
      case TcpSegment tcp -> tcp.sourcePort();
      case SctpPacket sctp -> sctp.sourcePort();
      default -> -1;
    };
  }

  /** The destination port of UDP, TCP or SCTP; -1 for other protocols. */
  public static int destination(Ipv4Packet packet) {
    return destination(packet.payload());
  }

  /** The destination port in a payload; -1 for protocols without ports. */
  public static int destination(Ipv4Payload payload) {
    return switch (payload) {
      case UdpDatagram udp -> udp.destinationPort();
      case TcpSegment tcp -> tcp.destinationPort();
      case SctpPacket sctp -> sctp.destinationPort();
      default -> -1;
    };
  }
}
