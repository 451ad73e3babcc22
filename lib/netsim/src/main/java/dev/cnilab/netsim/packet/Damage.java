package dev.cnilab.netsim.packet;

import java.util.Random;

/**
 * Flips a bit in a frame, as a bad cable does. What is still readable is decoded; a payload or a
 * packet with a wrong checksum stays bytes.
 */
public final class Damage {
  private Damage() {}

  /** The frame with one random bit flipped. */
  public static EthernetFrame ofOneBit(EthernetFrame frame, Random random) {
    int bit = random.nextInt(8 * frame.length());
    return flipped(frame, bit);
  }

  /** A frame in a tunnel is damaged as a frame, which saves encoding it. */
  private static EthernetFrame flipped(EthernetFrame frame, int bit) {
    int start = 8 * (EthernetFrame.HEADER + Ipv4Packet.HEADER + UdpDatagram.HEADER);
    int inner = start + 8 * VxlanFrame.HEADER;
    if (bit >= inner
        && frame.payload() instanceof Ipv4Packet packet
        && packet.payload() instanceof UdpDatagram datagram
        && datagram.data() instanceof VxlanFrame tunnelled) {
      VxlanFrame damaged = new VxlanFrame(tunnelled.vni(), flipped(tunnelled.frame(), bit - inner));
      UdpDatagram outer =
          new UdpDatagram(datagram.sourcePort(), datagram.destinationPort(), damaged);
      return new EthernetFrame(frame.destination(), frame.source(), packet.withPayload(outer));
    }
    byte[] bytes = frame.encode().toArray();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return read(Bytes.of(bytes));
  }

  private static EthernetFrame read(Bytes bytes) {
    EthernetFrame frame = EthernetFrame.decodeHeader(bytes);
    try {
      if (frame.payload().etherType() == Ipv4Packet.ETHER_TYPE) {
        Bytes packet = bytes.slice(EthernetFrame.HEADER, bytes.length());
        return new EthernetFrame(
            frame.destination(), frame.source(), payloadOrBytes(Ipv4Packet.decodeHeader(packet)));
      }
      return EthernetFrame.decode(bytes);
    } catch (MalformedPacketException unreadable) {
      return frame;
    }
  }

  private static Ipv4Packet payloadOrBytes(Ipv4Packet packet) {
    try {
      return packet.isFragment() ? packet : packet.decodePayload();
    } catch (MalformedPacketException unreadable) {
      return packet;
    }
  }
}
