package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/** What an IPv4 packet carries. */
public sealed interface Ipv4Payload
    permits IcmpMessage, UdpDatagram, TcpSegment, SctpPacket, EncapsulatedPacket, OpaquePayload {
  /** The protocol number: 1 for ICMP, 4 for IP in IP, 6 for TCP, 17 for UDP, 132 for SCTP. */
  int protocol();

  /** The number of bytes {@link #encode} writes. */
  int length();

  /** Writes the payload with its checksum, which for TCP and UDP covers the addresses too. */
  void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination);
}
