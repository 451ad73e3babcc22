package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The ports of a frame that carries TCP, UDP or SCTP. */
record FilterPorts(int source, int destination) {
  static Optional<FilterPorts> of(EthernetFrame frame) {
    if (!(frame.payload() instanceof Ipv4Packet packet)) {
      return Optional.empty();
    }
    return switch (packet.payload()) {
      case TcpSegment tcp -> Optional.of(new FilterPorts(tcp.sourcePort(), tcp.destinationPort()));
      case UdpDatagram udp -> Optional.of(new FilterPorts(udp.sourcePort(), udp.destinationPort()));
      case SctpPacket sctp ->
          Optional.of(new FilterPorts(sctp.sourcePort(), sctp.destinationPort()));
      case OpaquePayload opaque when packet.fragment().offset() == 0 -> first(opaque);
      default -> Optional.empty();
    };
  }

  private static Optional<FilterPorts> first(OpaquePayload opaque) {
    Bytes bytes = opaque.bytes();
    boolean ports =
        opaque.protocol() == TcpSegment.PROTOCOL || opaque.protocol() == UdpDatagram.PROTOCOL;
    if (!ports || bytes.length() < 4) {
      return Optional.empty();
    }
    ByteBuffer in = bytes.buffer();
    return Optional.of(
        new FilterPorts(Short.toUnsignedInt(in.getShort(0)), Short.toUnsignedInt(in.getShort(2))));
  }
}
