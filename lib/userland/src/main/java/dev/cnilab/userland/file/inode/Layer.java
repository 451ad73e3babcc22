package dev.cnilab.userland.file.inode;

import java.util.List;

/**
 * A tree of files that never changes; the inodes of a system or of an image, which any number of
 * disks have. The first one is its root, and their numbers are counted from there.
 */
public final class Layer {
  private final Inode[] inodes;
  private final long bytes;

  Layer(List<Inode> inodes) {
    this.inodes = inodes.toArray(Inode[]::new);
    long sum = 0;
    for (Inode inode : inodes) {
      sum += inode instanceof RegularFile file ? file.size() : 0;
    }
    this.bytes = sum;
  }

  /** How many inodes it has. */
  public int size() {
    return inodes.length;
  }

  /** What the contents of its files come to. */
  public long bytes() {
    return bytes;
  }

  Inode inode(int index) {
    return inodes[index];
  }
}
