package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** The data of echo requests: the time (a struct timeval) if there is room, then a pattern. */
final class EchoPayload {
  private static final int TIME = 16;

  /** What no packet can hold; larger sizes fail when they are sent. */
  private static final int LARGEST = 65536;

  private final byte[] filled;

  /**
   * A payload.
   *
   * @param pattern repeated over all of it; empty for the bytes' own numbers
   */
  EchoPayload(int size, byte[] pattern) {
    filled = new byte[Math.min(size, LARGEST)];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = pattern.length == 0 ? (byte) i : pattern[i % pattern.length];
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
