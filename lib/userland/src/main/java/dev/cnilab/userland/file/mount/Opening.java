package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;

/** Opens files, after a check of what the caller may do with them (fs/open.c). */
final class Opening {
  /** The permissions of directories that a mount needs. */
  private static final int USUAL = 0755;

  private final Mounts mounts;
  private final DirectoryEntries entries;

  Opening(Mounts mounts, DirectoryEntries entries) {
    this.mounts = mounts;
    this.entries = entries;
  }

  /** Creates what a tree can be mounted on: a directory, or an empty file for a single file. */
  void createMountPoint(String target, FileTree tree) throws FileException {
    if (tree.status("").isDirectory()) {
      entries.createDirectories(target, USUAL);
    } else {
      entries.createDirectories(target.substring(0, Math.max(1, target.lastIndexOf('/'))), USUAL);
      open(target, OpenMode.APPEND).close();
    }
  }

  OpenFile open(String path, OpenMode mode) throws FileException {
    ResolvedPath place = mounts.find(path, FinalSymlink.FOLLOWED);
    if (mode == OpenMode.READ) {
      return opened(openForReading(place), place, 0500);
    }
    boolean isNew = place.tree().type(place.inTree()).isEmpty();
    if (isNew) {
      entries.requireNew(place.writable());
    } else {
      place.requireIfThere(Permission.WRITE);
      if (mode == OpenMode.READ_WRITE) {
        place.requireIfThere(Permission.READ);
      }
    }
    OpenFile file = openForWriting(place, mode);
    if (isNew) {
      DirectoryEntries.own(place);
    }
    return opened(file, place, mode == OpenMode.READ_WRITE ? 0700 : 0300);
  }

  /** One that was open before, as in /proc/PID/fd, stays what it was. */
  private static OpenFile opened(OpenFile file, ResolvedPath place, int access) {
    if (file.path().isEmpty() && file.inode() == file) {
      file.openedAs(place.path(), access);
    }
    return file;
  }

  private static OpenFile openForReading(ResolvedPath place) throws FileException {
    place.requireIfThere(Permission.READ);
    return place.tree().open(place.inTree(), OpenMode.READ);
  }

  /** Writing to a device does not write to its file system, so a read-only mount allows it. */
  private static OpenFile openForWriting(ResolvedPath place, OpenMode mode) throws FileException {
    boolean device =
        place.tree().type(place.inTree()).filter(FileType.CHARACTER_DEVICE::equals).isPresent();
    return (device ? place : place.writable()).tree().open(place.inTree(), mode);
  }
}
