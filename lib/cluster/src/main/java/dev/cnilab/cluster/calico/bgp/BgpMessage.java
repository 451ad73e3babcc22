package dev.cnilab.cluster.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;

/** The two messages that keep a session (RFC 4271, section 4). */
final class BgpMessage {
  private static final int MARKER = 16;
  private static final int HEADER = 19;
  private static final int OPEN = 1;
  private static final int OPEN_BODY = 10;
  private static final int KEEPALIVE = 4;
  private static final int VERSION = 4;
  private static final int AS_NUMBER = 64_512;

  private BgpMessage() {}

  /** Who we are, and how long the other may be silent. */
  static Bytes open(Ipv4Address router, int holdSeconds) {
    ByteBuffer out = header(OPEN, OPEN_BODY);
    out.put((byte) VERSION).putShort((short) AS_NUMBER).putShort((short) holdSeconds);
    out.putInt(router.bits()).put((byte) 0);
    return Bytes.of(out.array());
  }

  static Bytes keepalive() {
    return Bytes.of(header(KEEPALIVE, 0).array());
  }

  private static ByteBuffer header(int type, int body) {
    ByteBuffer out = ByteBuffer.allocate(HEADER + body);
    for (int i = 0; i < MARKER; i++) {
      out.put((byte) 0xff);
    }
    return out.putShort((short) (HEADER + body)).put((byte) type);
  }
}
