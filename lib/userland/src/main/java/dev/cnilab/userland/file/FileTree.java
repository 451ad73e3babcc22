package dev.cnilab.userland.file;

import dev.cnilab.userland.stream.OpenFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be mounted: a part of the disk, or files made by the kernel. Paths are relative to the
 * tree's root, which is ""; nothing in them is followed, neither a symlink nor {@code ..}. All that
 * changes a tree fails with EPERM unless it says otherwise.
 */
public interface FileTree {
  /** Files take whole blocks, in bytes. */
  int BLOCK = 4096;

  /** As lstat(2). */
  FileStatus status(String path) throws FileException;

  /** What {@link #status} says first; empty if it fails. All that most walks along a path need. */
  default Optional<FileType> type(String path) {
    try {
      return Optional.of(status(path).type());
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  /**
   * Whether {@link #type} finds only what a path leads to through directories, so that who asks for
   * the end of a path need not ask for each step.
   */
  default boolean knowsWays() {
    return false;
  }

  /** The names in a directory, sorted. */
  List<String> list(String path) throws FileException;

  /** As open(2). */
  OpenFile open(String path, OpenMode mode) throws FileException;

  /** As readlink(2). */
  default String readLink(String path) throws FileException {
    throw new FileException(FileError.EINVAL, path);
  }

  /** As mkdir(2). */
  default void createDirectory(String path) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As symlink(2). */
  default void createSymlink(String path, String target) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As link(2). */
  default void createLink(String path, String existing) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As rename(2). */
  default void rename(String from, String to) throws FileException {
    throw new FileException(FileError.EPERM, from);
  }

  /** As unlink(2), or rmdir(2) for a directory. */
  default void remove(String path) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As {@code rm -rf}, of a directory or file that is there. */
  default void removeAll(String path) throws FileException {
    if (status(path).isDirectory()) {
      for (String name : list(path)) {
        removeAll(path.isEmpty() ? name : path + "/" + name);
      }
    }
    remove(path);
  }

  /** What a directory or file and all in it takes; as {@code du -s}. */
  default FileUsage usage(String path) throws FileException {
    FileStatus status = status(path);
    FileUsage usage = FileUsage.ofFile(status.size());
    if (status.isDirectory()) {
      for (String name : list(path)) {
        usage = usage.plus(usage(path.isEmpty() ? name : path + "/" + name));
      }
    }
    return usage;
  }

  /** As chmod(2). */
  default void setPermissions(String path, int permissions) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As chown(2). */
  default void setOwner(String path, int owner, int group) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As utimensat(2). */
  default void setModified(String path, Instant modified) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** As inotify(7); files made by the kernel have no events. */
  default FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    return () -> {};
  }

  /** How large and how full what holds it is; empty if that has no size of its own. */
  default Optional<DiskSpace> space() {
    return Optional.empty();
  }

  /** What /proc/mounts says of it beside how it is mounted, each option behind a comma. */
  default String options() {
    return "";
  }

  /** Nobody will see it any more: what is held in memory alone is gone. */
  default void lose() {}

  /** The type as /proc/mounts names it. */
  String typeName();
}
