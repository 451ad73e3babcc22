package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import java.util.Optional;

/**
 * A resolved path: a path in a mounted tree, which need not exist.
 *
 * @param path absolute and without symlinks
 * @param inTree the same path, relative to the mounted tree
 */
record ResolvedPath(String path, Mount mount, String inTree) {

  FileTree tree() {
    return mount.tree();
  }

  Optional<FileStatus> status() {
    try {
      return Optional.of(tree().status(inTree));
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  /**
   * Checks the caller's access if there is something here.
   *
   * @throws FileException EACCES if it is denied
   */
  void requireIfThere(Permission access) throws FileException {
    if (!Permission.isUnlimited() && status().isPresent()) {
      access.require(status().get(), path);
    }
  }

  ResolvedPath existing() throws FileException {
    if (tree().type(inTree).isEmpty()) {
      tree().status(inTree); // throws the error
    }
    return this;
  }

  ResolvedPath writable() throws FileException {
    if (mount.access() == Mount.Access.READ_ONLY) {
      throw new FileException(FileError.EROFS, path);
    }
    return this;
  }

  /**
   * This place, after a check that its entry may be removed or replaced, which a mount point may
   * not.
   */
  ResolvedPath movable() throws FileException {
    if (inTree.isEmpty()) {
      throw new FileException(FileError.EBUSY, path);
    }
    return writable();
  }
}
