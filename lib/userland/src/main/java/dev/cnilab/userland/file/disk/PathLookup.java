package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.inode.Directory;
import dev.cnilab.userland.file.inode.Inode;

/**
 * Finds the inodes of paths in a directory of a disk. It remembers the last one, because a walk
 * along a path asks for each directory, which is one step from the one before.
 */
public final class PathLookup {
  private static final int NAME_MAX = 255;

  private final Disk disk;
  private final int root;
  private String lastPath = "";
  private int last;
  private int shape;

  PathLookup(Disk disk, int root) {
    this.disk = disk;
    this.root = root;
    this.last = root;
    this.shape = disk.shape();
  }

  int root() {
    return root;
  }

  /** The inode number of a path; {@link Directory#ABSENT} if it does not exist. */
  int find(String path) {
    if (path.isEmpty()) {
      return root;
    }
    if (shape != disk.shape()) {
      shape = disk.shape();
      lastPath = "";
      last = root;
    }
    int begin = isBelowLast(path) ? lastPath.length() : 0;
    if (begin == path.length()) {
      return last;
    }
    int found = begin == 0 ? root : last;
    while (begin < path.length() && found != Directory.ABSENT) {
      begin = path.charAt(begin) == '/' ? begin + 1 : begin;
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      found = disk.inodes().child(found, path.substring(begin, end));
      begin = end;
    }
    if (found != Directory.ABSENT) {
      lastPath = path;
      last = found;
    }
    return found;
  }

  private boolean isBelowLast(String path) {
    int length = lastPath.length();
    return path.startsWith(lastPath) && (path.length() == length || path.charAt(length) == '/');
  }

  /**
   * Like {@link #find}.
   *
   * @throws FileException with the reason if it does not exist
   */
  int require(String path) throws FileException {
    int found = find(path);
    if (found == Directory.ABSENT || disk.inodes().find(found) == null) {
      throw absent(path);
    }
    return found;
  }

  /** The inode of a number that was just looked up. */
  Inode inode(int number) throws FileException {
    Inode inode = disk.inodes().find(number);
    if (inode == null) {
      throw new FileException(FileError.ENOENT, "inode " + number);
    }
    return inode;
  }

  /**
   * The parent directory of a new entry.
   *
   * @throws FileException if it does not exist, or the name is invalid
   */
  int requireParent(String path) throws FileException {
    int parent = find(directory(path));
    if (!(disk.inodes().find(parent) instanceof Directory)
        || name(path).length() > NAME_MAX
        || path.indexOf('\0') >= 0) {
      throw absent(path);
    }
    return parent;
  }

  private FileException absent(String path) {
    if (path.indexOf('\0') >= 0) {
      return new FileException(FileError.EINVAL, path);
    }
    if (name(path).length() > NAME_MAX) {
      return new FileException(FileError.ENAMETOOLONG, path);
    }
    Inode parent = disk.inodes().find(find(directory(path)));
    boolean file = parent != null && !(parent instanceof Directory);
    return new FileException(file ? FileError.ENOTDIR : FileError.ENOENT, path);
  }

  /** A path without its last component. */
  public static String directory(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The last component of a path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Checks that a file may be renamed to a path (vfs_rename).
   *
   * @throws FileException EINVAL, EISDIR, ENOTDIR or ENOTEMPTY
   */
  void requireReplaceable(String from, String to) throws FileException {
    if (to.startsWith(from + "/")) {
      throw new FileException(FileError.EINVAL, from);
    }
    boolean directory = inode(require(from)) instanceof Directory;
    Inode replaced = disk.inodes().find(find(to));
    if (replaced instanceof Directory there) {
      if (!directory) {
        throw new FileException(FileError.EISDIR, to);
      }
      if (!there.isEmpty()) {
        throw new FileException(FileError.ENOTEMPTY, from);
      }
    } else if (replaced != null && directory) {
      throw new FileException(FileError.ENOTDIR, to);
    }
  }
}
