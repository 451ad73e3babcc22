package dev.cnilab.userland.file;

/**
 * What files take of the disk that they are on.
 *
 * @param bytes in whole blocks
 * @param inodes how many files, directories and symlinks there are
 */
public record FileUsage(long bytes, long inodes) {
  public static final FileUsage NOTHING = new FileUsage(0, 0);

  /** One file of that many bytes. */
  public static FileUsage ofFile(long bytes) {
    return new FileUsage((bytes + FileTree.BLOCK - 1) / FileTree.BLOCK * FileTree.BLOCK, 1);
  }

  /** Both together. */
  public FileUsage plus(FileUsage other) {
    return new FileUsage(bytes + other.bytes, inodes + other.inodes);
  }
}
