package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/** What an Ethernet frame carries. */
public sealed interface EtherPayload permits ArpPacket, Ipv4Packet, OpaqueFrame {
  /** The EtherType: 0x0800 for IPv4, 0x0806 for ARP. */
  int etherType();

  /** The number of bytes {@link #encode} writes, which an MTU limits. */
  int length();

  void encode(ByteBuffer out);
}
