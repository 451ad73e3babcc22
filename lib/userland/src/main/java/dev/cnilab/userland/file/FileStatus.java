package dev.cnilab.userland.file;

import java.time.Instant;

/**
 * The result of stat(2).
 *
 * @param permissions the lower twelve bits of the mode
 * @param size in bytes
 * @param allocated the space that it takes, in bytes: {@code st_blocks} times 512
 * @param links the number of hard links
 * @param inode unique in its file system
 */
public record FileStatus(
    FileType type,
    int permissions,
    int owner,
    int group,
    long size,
    long allocated,
    int links,
    long inode,
    Instant modified) {

  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  public boolean isSymlink() {
    return type == FileType.SYMLINK;
  }

  /** Whether anyone may execute it. */
  public boolean isExecutable() {
    return (permissions & 0111) != 0;
  }
}
