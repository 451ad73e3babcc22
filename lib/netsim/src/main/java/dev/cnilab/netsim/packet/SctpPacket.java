package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * An SCTP packet (RFC 9260). The kernel here has no SCTP of its own: programs use it over raw
 * sockets.
 *
 * @param verificationTag the association's tag, 0 in the packet that opens one
 * @param chunks undecoded
 */
public record SctpPacket(int sourcePort, int destinationPort, int verificationTag, Bytes chunks)
    implements Ipv4Payload {
  public static final int PROTOCOL = 132;

  /** The length of the common header, in bytes. */
  public static final int HEADER = 12;

  private static final int CHECKSUM_AT = 8;

  @Override
  public int protocol() {
    return PROTOCOL;
  }

  @Override
  public int length() {
    return HEADER + chunks.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    int start = out.position();
    out.putShort((short) sourcePort).putShort((short) destinationPort);
    out.putInt(verificationTag).putInt(0);
    chunks.encode(out);
    out.putInt(start + CHECKSUM_AT, checksum(out.duplicate().flip().position(start).slice()));
  }

  /** CRC32c over the packet with its checksum zero, least significant byte first. */
  private static int checksum(ByteBuffer packet) {
    CRC32C crc = new CRC32C();
    crc.update(packet);
    return Integer.reverseBytes((int) crc.getValue());
  }

  static SctpPacket decode(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= HEADER, "SCTP length", bytes.length());
    byte[] zeroed = bytes.toArray();
    ByteBuffer in = ByteBuffer.wrap(zeroed);
    int claimed = in.getInt(CHECKSUM_AT);
    in.putInt(CHECKSUM_AT, 0);
    MalformedPacketException.check(
        claimed == checksum(ByteBuffer.wrap(zeroed)), "SCTP checksum", claimed);
    return new SctpPacket(
        Short.toUnsignedInt(in.getShort(0)),
        Short.toUnsignedInt(in.getShort(2)),
        in.getInt(4),
        bytes.slice(HEADER, bytes.length()));
  }

  public SctpPacket withSourcePort(int port) {
    return new SctpPacket(port, destinationPort, verificationTag, chunks);
  }

  public SctpPacket withDestinationPort(int port) {
    return new SctpPacket(sourcePort, port, verificationTag, chunks);
  }
}
