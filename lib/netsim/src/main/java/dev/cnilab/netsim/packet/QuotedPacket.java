package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/**
 * The start of a packet that an ICMP error quotes: its header and at least 8 more bytes.
 *
 * @param length the total length in the quoted header, in bytes
 * @param payload the part of the payload that was quoted
 */
public record QuotedPacket(
    int protocol, int length, Ipv4Address source, Ipv4Address destination, Bytes payload) {

  static QuotedPacket decode(Bytes bytes) {
    MalformedPacketException.check(
        bytes.length() >= Ipv4Packet.HEADER + 8, "quoted packet's length", bytes.length());
    ByteBuffer in = bytes.buffer();
    int version = Byte.toUnsignedInt(in.get(0));
    int header = (version & 0xf) * 4;
    MalformedPacketException.check(
        version >> 4 == 4 && header >= Ipv4Packet.HEADER && header + 8 <= bytes.length(),
        "quoted packet's version and header length",
        version);
    return new QuotedPacket(
        Byte.toUnsignedInt(in.get(9)),
        Short.toUnsignedInt(in.getShort(2)),
        new Ipv4Address(in.getInt(12)),
        new Ipv4Address(in.getInt(16)),
        bytes.slice(header, bytes.length()));
  }

  /** The source port of UDP and TCP. */
  public int sourcePort() {
    return Short.toUnsignedInt(payload.buffer().getShort(0));
  }

  /** The destination port of UDP and TCP. */
  public int destinationPort() {
    return Short.toUnsignedInt(payload.buffer().getShort(2));
  }

  /** The identifier of an ICMP echo. */
  public int echoId() {
    return Short.toUnsignedInt(payload.buffer().getShort(4));
  }

  /** The sequence number of an ICMP echo. */
  public int echoSequence() {
    return Short.toUnsignedInt(payload.buffer().getShort(6));
  }
}
