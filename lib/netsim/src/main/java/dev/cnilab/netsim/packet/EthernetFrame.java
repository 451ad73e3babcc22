package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.MacAddress;
import java.nio.ByteBuffer;

/** An Ethernet II frame, without preamble, padding and check sequence, as a tap sees it. */
public record EthernetFrame(MacAddress destination, MacAddress source, EtherPayload payload) {
  /** The length of the Ethernet header, in bytes. */
  public static final int HEADER = 14;

  public int length() {
    return HEADER + payload.length();
  }

  /** The frame's bytes. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(length());
    encode(out);
    return Bytes.owning(out.array());
  }

  void encode(ByteBuffer out) {
    putMac(out, destination);
    putMac(out, source);
    out.putShort((short) payload.etherType());
    payload.encode(out);
  }

  /**
   * Reads a frame; IPv4 and ARP are decoded further, other payloads stay opaque.
   *
   * @throws MalformedPacketException if it is too short, or its payload is not what its type says
   */
  public static EthernetFrame decode(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= HEADER, "frame length", bytes.length());
    ByteBuffer in = bytes.buffer();
    MacAddress destination = getMac(in);
    MacAddress source = getMac(in);
    int type = Short.toUnsignedInt(in.getShort());
    Bytes rest = bytes.slice(HEADER, bytes.length());
    EtherPayload payload =
        switch (type) {
          case Ipv4Packet.ETHER_TYPE -> Ipv4Packet.decode(rest);
          case ArpPacket.ETHER_TYPE -> ArpPacket.decode(rest);
          default -> new OpaqueFrame(type, rest);
        };
    return new EthernetFrame(destination, source, payload);
  }

  static void putMac(ByteBuffer out, MacAddress mac) {
    out.putShort((short) (mac.bits() >>> 32)).putInt((int) mac.bits());
  }

  static MacAddress getMac(ByteBuffer in) {
    long high = Short.toUnsignedLong(in.getShort());
    return new MacAddress(high << 32 | Integer.toUnsignedLong(in.getInt()));
  }
}
