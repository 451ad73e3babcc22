package dev.cnilab.userland.file.inode;

import java.util.Arrays;

/** The blocks in which files take up space, on a disk as in memory. */
public final class Blocks {
  /** The size of a block, in bytes. */
  public static final int SIZE = 4096;

  private Blocks() {}

  /** Whether the first bytes are all zero, so that a hole can stand for them. */
  public static boolean areZero(byte[] bytes, int length) {
    return Arrays.equals(bytes, 0, length, new byte[length], 0, length);
  }

  /** The space that a content of this size takes up, in bytes. */
  public static long around(long bytes) {
    return Math.ceilDiv(bytes, SIZE) * SIZE;
  }

  /** What can be stored in this much space, in bytes. */
  public static long within(long bytes) {
    return bytes / SIZE * SIZE;
  }
}
