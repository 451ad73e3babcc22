package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileTree;

/**
 * A tree and where it is attached.
 *
 * @param target absolute, without symlinks; "/" for the root
 * @param source the first column of /proc/mounts
 */
public record Mount(String target, FileTree tree, String source, Access access) {
  /** Whether the mount is writable. */
  public enum Access {
    READ_WRITE,
    READ_ONLY
  }

  /** The same at another path. */
  Mount at(String path) {
    return new Mount(path, tree, source, access);
  }
}
