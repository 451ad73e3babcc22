package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/** The two messages that keep a BGP session alive (RFC 4271, section 4). */
final class BgpMessage {
  private static final int MARKER = 16;
  private static final int HEADER = 19;
  private static final int OPEN = 1;
  private static final int OPEN_BODY = 18;
  private static final int CAPABILITIES = 2;
  private static final int FOUR_OCTETS = 65;
  private static final int KEEPALIVE = 4;
  private static final int VERSION = 4;

  /** Stands in the field of two octets for a number that does not fit. */
  private static final int AS_TRANS = 23_456;

  private static final int LARGEST_SHORT = 0xffff;

  /** Where an OPEN of ours has the number of four octets. */
  private static final int AS_OFFSET = HEADER + OPEN_BODY - 4;

  private BgpMessage() {}

  /** Our AS number (RFC 6793), our router ID, and how long the peer may be silent. */
  static Bytes open(long as, Ipv4Address router, int holdSeconds) {
    byte[] body = new byte[OPEN_BODY];
    ByteBuffer.wrap(body)
        .put((byte) VERSION)
        .putShort((short) (as > LARGEST_SHORT ? AS_TRANS : as))
        .putShort((short) holdSeconds)
        .putInt(router.bits())
        .put(new byte[] {8, CAPABILITIES, 6, FOUR_OCTETS, 4})
        .putInt((int) as);
    return message(OPEN, body);
  }

  /** The AS number in an OPEN; empty if the bytes do not begin with one. */
  static OptionalLong as(Bytes bytes) {
    byte[] all = bytes.toArray();
    return all.length >= HEADER + OPEN_BODY && all[HEADER - 1] == OPEN
        ? OptionalLong.of(Integer.toUnsignedLong(ByteBuffer.wrap(all).getInt(AS_OFFSET)))
        : OptionalLong.empty();
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
