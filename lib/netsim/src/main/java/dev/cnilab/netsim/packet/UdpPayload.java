package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/** What a UDP datagram carries: bytes, or a frame in a VXLAN tunnel that nobody had to encode. */
public sealed interface UdpPayload permits Bytes, VxlanFrame {
  /** How many bytes {@link #encode} writes. */
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
