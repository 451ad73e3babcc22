package dev.cnilab.userland.file.inode;

import java.util.List;

/**
 * An immutable tree of files: the inodes of a system or of an image, shared by any number of disks.
 * Numbers count from its root, the first one.
 */
public final class Layer {
  private final Inode[] inodes;
  private final long bytes;

  Layer(List<Inode> inodes) {
    this.inodes = inodes.toArray(Inode[]::new);
    long sum = 0;
    for (Inode inode : inodes) {
      sum += inode instanceof RegularFile file ? Blocks.around(file.size()) : 0;
    }
    this.bytes = sum;
  }

  /** The number of inodes. */
  public int size() {
    return inodes.length;
  }

  /** The space that its files take up, in bytes. */
  public long bytes() {
    return bytes;
  }

  Inode inode(int index) {
    return inodes[index];
  }
}
