package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.packet.Bytes;
import java.util.Arrays;

/** A queue of bytes: added at the end, removed from the start. */
final class ByteQueue {
  private byte[] array = new byte[512];
  private int start;
  private int length;

  int length() {
    return length;
  }

  void add(Bytes bytes) {
    if (start + length + bytes.length() > array.length) {
      byte[] roomy = new byte[Math.max(array.length, 2 * (length + bytes.length()))];
      System.arraycopy(array, start, roomy, 0, length);
      array = roomy;
      start = 0;
    }
    System.arraycopy(bytes.toArray(), 0, array, start + length, bytes.length());
    length += bytes.length();
  }

  /** At most {@code most} bytes from {@code offset} on, without removing them. */
  Bytes peek(int offset, int most) {
    int end = Math.min(length, offset + most);
    return Bytes.of(Arrays.copyOfRange(array, start + offset, start + end));
  }

  /** Removes bytes from the start. */
  void remove(int count) {
    start += count;
    length -= count;
  }

  /** Removes and returns at most {@code most} bytes from the start. */
  Bytes take(int most) {
    Bytes taken = peek(0, most);
    remove(taken.length());
    return taken;
  }
}
