package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/** The payload of a UDP datagram: bytes, or a frame in a VXLAN tunnel that has not been encoded. */
public sealed interface UdpPayload permits Bytes, VxlanFrame {
  /** The number of bytes {@link #encode} writes. */
  int length();

  void encode(ByteBuffer out);

  /** The payload as bytes. */
  default Bytes bytes() {
    if (this instanceof Bytes already) {
      return already;
    }
    ByteBuffer out = ByteBuffer.allocate(length());
    encode(out);
    return Bytes.owning(out.array());
  }
}
