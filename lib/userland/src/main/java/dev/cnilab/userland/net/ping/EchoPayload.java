package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** The data of echo requests: the time (a struct timeval) if it fits, then a pattern. */
final class EchoPayload {
  private static final int TIME = 16;

  /** Larger than any packet can hold, so that sending fails. */
  private static final int LARGEST = 65536;

  private final byte[] filled;

  /**
   * Creates a payload.
   *
   * @param pattern repeated throughout; empty for the bytes' indexes. Payloads of less than eight
   *     bytes more than the pattern contain it once, then zeros (iputils' fill)
   */
  EchoPayload(int size, byte[] pattern) {
    filled = new byte[Math.min(size, LARGEST)];
    boolean repeats = size >= pattern.length + 8;
    for (int i = 0; i < filled.length; i++) {
      if (pattern.length == 0) {
        filled[i] = (byte) i;
      } else if (repeats || i < pattern.length) {
        filled[i] = pattern[i % pattern.length];
      }
    }
  }

  Bytes at(Instant now) {
    byte[] data = filled.clone();
    if (data.length >= TIME) {
      ByteBuffer.wrap(data)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(now.getEpochSecond())
          .putLong(now.getNano() / 1000);
    }
    return Bytes.of(data);
  }
}
