package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import java.util.Optional;

/**
 * Where a path leads: a path in a mounted tree, at which there need not be anything.
 *
 * @param path absolute and without symlinks
 * @param inTree the same, relative to the mounted tree
 */
record Place(String path, Mount mount, String inTree) {

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
   * Lets the caller go on, if there is something that it may access.
   *
   * @throws FileException EACCES if not; nothing if there is nothing
   */
  void requireIfThere(Permission access) throws FileException {
    if (!Permission.isUnlimited() && status().isPresent()) {
      access.require(status().get(), path);
    }
  }

  Place existing() throws FileException {
    if (tree().type(inTree).isEmpty()) {
      tree().status(inTree); // throws what is wrong
    }
    return this;
  }

  Place writable() throws FileException {
    if (mount.access() == Mount.Access.READ_ONLY) {
      throw new FileException(FileError.EROFS, path);
    }
    return this;
  }

  /** This place if its entry may be removed or replaced, which a mount point may not. */
  Place movable() throws FileException {
    if (inTree.isEmpty()) {
      throw new FileException(FileError.EBUSY, path);
    }
    return writable();
  }
}
