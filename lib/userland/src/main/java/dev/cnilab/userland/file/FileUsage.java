package dev.cnilab.userland.file;

import dev.cnilab.userland.file.inode.Blocks;

/**
 * The disk usage of files.
 *
 * @param bytes in whole blocks
 * @param inodes the number of files, directories and symlinks
 */
public record FileUsage(long bytes, long inodes) {
  public static final FileUsage NOTHING = new FileUsage(0, 0);

  /** The usage of one file of that many bytes. */
  public static FileUsage ofFile(long bytes) {
    return new FileUsage(Blocks.around(bytes), 1);
  }

  /** The sum of both. */
  public FileUsage plus(FileUsage other) {
    return new FileUsage(bytes + other.bytes, inodes + other.inodes);
  }
}
