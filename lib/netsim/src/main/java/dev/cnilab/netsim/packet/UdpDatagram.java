package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/** A UDP datagram (RFC 768). */
public record UdpDatagram(int sourcePort, int destinationPort, UdpPayload data)
    implements Ipv4Payload {
  public static final int PROTOCOL = 17;

  /** The length of the header, in bytes. */
  public static final int HEADER = 8;

  @Override
  public int protocol() {
    return PROTOCOL;
  }

  @Override
  public int length() {
    return HEADER + data.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    int start = out.position();
    out.putShort((short) sourcePort).putShort((short) destinationPort);
    out.putShort((short) length()).putShort((short) 0);
    data.encode(out);
    short checksum =
        Checksum.ofTransport(out, start, out.position(), source, destination, PROTOCOL);
    out.putShort(start + 6, checksum == 0 ? (short) -1 : checksum);
  }

  static UdpDatagram decode(Bytes bytes, Ipv4Address source, Ipv4Address destination) {
    MalformedPacketException.check(bytes.length() >= HEADER, "UDP length", bytes.length());
    ByteBuffer in = bytes.buffer();
    int length = Short.toUnsignedInt(in.getShort(4));
    MalformedPacketException.check(
        length >= HEADER && length <= bytes.length(), "UDP length field", length);
    if (in.getShort(6) != 0) {
      short sum = Checksum.ofTransport(in, 0, length, source, destination, PROTOCOL);
      MalformedPacketException.check(sum == 0, "UDP checksum", sum);
    }
    return new UdpDatagram(
        Short.toUnsignedInt(in.getShort(0)),
        Short.toUnsignedInt(in.getShort(2)),
        bytes.slice(HEADER, length));
  }
}
