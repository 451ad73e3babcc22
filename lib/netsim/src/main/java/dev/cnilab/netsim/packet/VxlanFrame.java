package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/**
 * An Ethernet frame with a VXLAN header (RFC 7348), the payload of a UDP datagram.
 *
 * @param vni the VXLAN network identifier, 24 bits
 */
public record VxlanFrame(int vni, EthernetFrame frame) implements UdpPayload {
  /** The length of the VXLAN header alone, in bytes. */
  public static final int HEADER = 8;

  private static final int VNI_IS_VALID = 0x0800_0000;

  @Override
  public int length() {
    return HEADER + frame.length();
  }

  @Override
  public void encode(ByteBuffer out) {
    out.putInt(VNI_IS_VALID).putInt(vni << 8);
    frame.encode(out);
  }

  /**
   * Reads a tunneled frame.
   *
   * @throws MalformedPacketException if the bytes are not a VXLAN header with a valid VNI and a
   *     frame
   */
  public static VxlanFrame decode(Bytes bytes) {
    MalformedPacketException.check(
        bytes.length() >= HEADER + EthernetFrame.HEADER, "VXLAN frame", bytes.length());
    ByteBuffer in = bytes.buffer();
    int flags = in.getInt();
    MalformedPacketException.check((flags & VNI_IS_VALID) != 0, "VXLAN flags", flags);
    int vni = in.getInt() >>> 8;
    return new VxlanFrame(vni, EthernetFrame.decode(Bytes.remaining(in)));
  }
}
