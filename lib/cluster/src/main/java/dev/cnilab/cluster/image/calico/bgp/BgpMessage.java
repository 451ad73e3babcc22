package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The two messages that keep a BGP session alive (RFC 4271, section 4). */
final class BgpMessage {
  private static final int MARKER = 16;
  private static final int HEADER = 19;
  private static final int OPEN = 1;
  private static final int OPEN_BODY = 10;
  private static final int KEEPALIVE = 4;
  private static final int VERSION = 4;
  private static final int AS_NUMBER = 64_512;

  private BgpMessage() {}

  /** Our router ID, and how long the peer may be silent. */
  static Bytes open(Ipv4Address router, int holdSeconds) {
    byte[] body = new byte[OPEN_BODY];
    ByteBuffer.wrap(body)
        .put((byte) VERSION)
        .putShort((short) AS_NUMBER)
        .putShort((short) holdSeconds)
        .putInt(router.bits());
    return message(OPEN, body);
  }

  static Bytes keepalive() {
    return message(KEEPALIVE, new byte[0]);
  }

  private static Bytes message(int type, byte[] body) {
    byte[] all = new byte[HEADER + body.length];
    Arrays.fill(all, 0, MARKER, (byte) 0xff);
    ByteBuffer.wrap(all, MARKER, all.length - MARKER)
        .putShort((short) all.length)
        .put((byte) type)
        .put(body);
    return Bytes.of(all);
  }
}
