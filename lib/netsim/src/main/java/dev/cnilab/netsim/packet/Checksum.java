package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/**
 * The internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit
 * words.
 */
public final class Checksum {
  private Checksum() {}

  /**
   * Sums the buffer's bytes from {@code from} up to {@code to}; the checksum field must be zero.
   */
  public static short of(ByteBuffer bytes, int from, int to) {
    return fold(sum(bytes, from, to));
  }

  /** Like {@link #of}, with the pseudo header that UDP and TCP include. */
  static short ofTransport(
      ByteBuffer bytes, int from, int to, Ipv4Address source, Ipv4Address target, int protocol) {
    long sum = sum(bytes, from, to) + words(source) + words(target) + protocol + (to - from);
    return fold(sum);
  }

  private static int words(Ipv4Address address) {
    return (address.bits() >>> 16) + (address.bits() & 0xffff);
  }

  private static long sum(ByteBuffer bytes, int from, int to) {
    long sum = 0;
    int at = from;
    for (; at + 1 < to; at += 2) {
      sum += Short.toUnsignedInt(bytes.getShort(at));
    }
    return at < to ? sum + (Byte.toUnsignedInt(bytes.get(at)) << 8) : sum;
  }

  private static short fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
