package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.MacAddress;
import java.nio.ByteBuffer;

/** An Ethernet II frame as a tap sees it: without preamble, padding and frame check sequence. */
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
   * @throws MalformedPacketException if it is too short, or its payload does not match its type
   */
  public static EthernetFrame decode(Bytes bytes) {
    EthernetFrame frame = decodeHeader(bytes);
    Bytes rest = bytes.slice(HEADER, bytes.length());
    return switch (frame.payload.etherType()) {
      case Ipv4Packet.ETHER_TYPE -> frame.with(Ipv4Packet.decode(rest));
      case ArpPacket.ETHER_TYPE -> frame.with(ArpPacket.decode(rest));
      default -> frame;
    };
  }

  private EthernetFrame with(EtherPayload decoded) {
    return new EthernetFrame(destination, source, decoded);
  }

  /**
   * Reads a frame without decoding its payload.
   *
   * @throws MalformedPacketException if it is too short
   */
  public static EthernetFrame decodeHeader(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= HEADER, "frame length", bytes.length());
    ByteBuffer in = bytes.buffer();
    MacAddress destination = getMac(in);
    MacAddress source = getMac(in);
    int type = Short.toUnsignedInt(in.getShort());
    return new EthernetFrame(
        destination, source, new OpaqueFrame(type, bytes.slice(HEADER, bytes.length())));
  }

  static void putMac(ByteBuffer out, MacAddress mac) {
    out.putShort((short) (mac.bits() >>> 32)).putInt((int) mac.bits());
  }

  static MacAddress getMac(ByteBuffer in) {
    long high = Short.toUnsignedLong(in.getShort());
    return new MacAddress(high << 32 | Integer.toUnsignedLong(in.getInt()));
  }
}
