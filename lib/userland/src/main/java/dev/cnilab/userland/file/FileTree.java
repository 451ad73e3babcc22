package dev.cnilab.userland.file;

import dev.cnilab.userland.file.open.OpenFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that can be mounted: a part of a disk, or files made by the kernel. Paths are relative
 * to the tree's root, which is ""; neither symlinks nor {@code ..} are followed in them. All
 * methods that change the tree fail with EPERM unless overridden.
 */
public interface FileTree {
  /** Like lstat(2). */
  FileStatus status(String path) throws FileException;

  /** The file's type; empty if {@link #status} fails. Most walks along a path need nothing else. */
  default Optional<FileType> type(String path) {
    try {
      return Optional.of(status(path).type());
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  /**
   * Whether {@link #type} resolves only paths that lead through directories, so that a caller need
   * not check each component.
   */
  default boolean knowsWays() {
    return false;
  }

  /** The names in a directory, sorted. */
  List<String> list(String path) throws FileException;

  /** Like open(2). */
  OpenFile open(String path, OpenMode mode) throws FileException;

  /** Like readlink(2). */
  default String readLink(String path) throws FileException {
    throw new FileException(FileError.EINVAL, path);
  }

  /** Like mkdir(2). */
  default void createDirectory(String path) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like symlink(2). */
  default void createSymlink(String path, String target) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like link(2). */
  default void createLink(String path, String existing) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like rename(2). */
  default void rename(String from, String to) throws FileException {
    throw new FileException(FileError.EPERM, from);
  }

  /** Like unlink(2), or rmdir(2) for a directory. */
  default void remove(String path) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like {@code rm -rf}, of a directory or file that is there. */
  default void removeAll(String path) throws FileException {
    if (status(path).isDirectory()) {
      for (String name : list(path)) {
        removeAll(path.isEmpty() ? name : path + "/" + name);
      }
    }
    remove(path);
  }

  /** The disk usage of a file or directory with all its contents; as {@code du -s}. */
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

  /** Like chmod(2). */
  default void setPermissions(String path, int permissions) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like chown(2). */
  default void setOwner(String path, int owner, int group) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like utimensat(2). */
  default void setModified(String path, Instant modified) throws FileException {
    throw new FileException(FileError.EPERM, path);
  }

  /** Like inotify(7); files made by the kernel have no events. */
  default FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    return () -> {};
  }

  /** The space of the file system; empty if it has no size of its own. */
  default Optional<DiskSpace> space() {
    return Optional.empty();
  }

  /** The file system that it is a part of; the same object for all of its parts. */
  default Object fileSystem() {
    return this;
  }

  /** Where in its file system it begins, as an absolute path. */
  default String root() {
    return "/";
  }

  /** Further mount options in /proc/mounts, each after a comma. */
  default String options() {
    return "";
  }

  /** Called when the file system ends: content that exists only in memory is lost. */
  default void lose() {}

  /** The type in /proc/mounts. */
  String typeName();
}
