package dev.cnilab.userland.file;

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
    return new FileUsage((bytes + FileTree.BLOCK - 1) / FileTree.BLOCK * FileTree.BLOCK, 1);
  }

  /** The sum of both. */
  public FileUsage plus(FileUsage other) {
    return new FileUsage(bytes + other.bytes, inodes + other.inodes);
  }
}
