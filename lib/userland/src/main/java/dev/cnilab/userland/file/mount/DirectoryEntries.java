package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.disk.PathLookup;
import dev.cnilab.userland.privilege.Credentials;
import java.util.List;

/**
 * The entries of directories: lists, creates, renames and removes them, checks who may, and sets
 * the owner of new ones (fs/namei.c).
 */
final class DirectoryEntries {
  static final int SETGID = 02000;

  private final Mounts mounts;

  DirectoryEntries(Mounts mounts) {
    this.mounts = mounts;
  }

  boolean isDirectory(String path) {
    return mounts.type(path).filter(type -> type == FileType.DIRECTORY).isPresent();
  }

  List<String> list(String path) throws FileException {
    ResolvedPath place = mounts.find(path, FinalSymlink.FOLLOWED).existing();
    FileStatus found = place.tree().status(place.inTree());
    if (!found.isDirectory()) {
      throw new FileException(FileError.ENOTDIR, path);
    }
    Permission.READ.require(found, path);
    return place.tree().list(place.inTree());
  }

  void createDirectory(String path) throws FileException {
    makeDirectory(path);
  }

  private ResolvedPath makeDirectory(String path) throws FileException {
    ResolvedPath place = itself(path);
    if (place.tree().type(place.inTree()).isPresent()) {
      throw new FileException(FileError.EEXIST, path);
    }
    requireNew(place.writable()).tree().createDirectory(place.inTree());
    own(place);
    return place;
  }

  /** Like {@code mkdir -p}; new directories get the permissions. */
  void createDirectories(String path, int permissions) throws FileException {
    String directory = withoutTrailingSlashes(path);
    if (isDirectory(directory)) {
      return;
    }
    int slash = directory.lastIndexOf('/');
    if (slash > 0) {
      createDirectories(directory.substring(0, slash), permissions);
    }
    ResolvedPath made = makeDirectory(directory);
    int inherited = made.tree().status(made.inTree()).permissions() & SETGID;
    made.tree().setPermissions(made.inTree(), permissions | inherited);
  }

  void createSymlink(String path, String target) throws FileException {
    ResolvedPath place = mounts.find(path, FinalSymlink.NOT_FOLLOWED).writable();
    requireNew(place).tree().createSymlink(place.inTree(), target);
    own(place);
  }

  void createLink(String path, String existing) throws FileException {
    ResolvedPath from = mounts.find(existing, FinalSymlink.NOT_FOLLOWED).existing();
    ResolvedPath place = mounts.find(path, FinalSymlink.NOT_FOLLOWED).writable();
    if (!from.mount().equals(place.mount())) {
      throw new FileException(FileError.EXDEV, path);
    }
    requireNew(place).tree().createLink(place.inTree(), from.inTree());
  }

  void rename(String from, String to) throws FileException {
    ResolvedPath origin = itself(from).existing().movable();
    ResolvedPath target = itself(to).movable();
    if (!origin.mount().equals(target.mount())) {
      throw new FileException(FileError.EXDEV, to);
    }
    requireRemoval(origin);
    requireRemoval(requireNew(target));
    origin.tree().rename(origin.inTree(), target.inTree());
  }

  void unlink(String path) throws FileException {
    ResolvedPath place = mounts.find(path, FinalSymlink.NOT_FOLLOWED).existing();
    if (place.tree().status(place.inTree()).isDirectory()) {
      throw new FileException(FileError.EISDIR, path);
    }
    requireRemoval(place.movable()).tree().remove(place.inTree());
  }

  void removeDirectory(String path) throws FileException {
    ResolvedPath place = itself(path).existing();
    if (!place.tree().status(place.inTree()).isDirectory()) {
      throw new FileException(FileError.ENOTDIR, path);
    }
    requireRemoval(place.movable()).tree().remove(place.inTree());
  }

  void removeAll(String path) throws FileException {
    ResolvedPath place = itself(path);
    if (place.status().isEmpty()) {
      return;
    }
    place.movable();
    boolean whole = mounts.below(place.path()).isEmpty();
    if (whole && Permission.isUnlimited()) {
      place.tree().removeAll(place.inTree());
      return;
    }
    if (place.status().get().isDirectory()) {
      for (String name : list(path)) {
        removeAll(path + "/" + name);
      }
    }
    requireRemoval(place).tree().remove(place.inTree());
  }

  FileUsage usage(String path) throws FileException {
    ResolvedPath place = itself(path);
    return place.status().isEmpty() ? FileUsage.NOTHING : place.tree().usage(place.inTree());
  }

  /** The place of a file or a symlink itself, even if the path has a slash at its end. */
  private ResolvedPath itself(String path) throws FileException {
    return mounts.find(withoutTrailingSlashes(path), FinalSymlink.NOT_FOLLOWED);
  }

  static String withoutTrailingSlashes(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /**
   * Checks that the caller may create an entry here (may_create); returns the place.
   *
   * @throws FileException EACCES if not
   */
  ResolvedPath requireNew(ResolvedPath place) throws FileException {
    if (!Permission.isUnlimited()) {
      Permission.WRITE.require(parentOf(place), place.path());
    }
    return place;
  }

  /**
   * Checks that the caller may remove what is here, if anything (may_delete); returns the place.
   *
   * @throws FileException EACCES or EPERM if not
   */
  ResolvedPath requireRemoval(ResolvedPath place) throws FileException {
    if (!Permission.isUnlimited() && place.status().isPresent()) {
      Permission.requireRemoval(parentOf(place), place.status().get(), place.path());
    }
    return place;
  }

  private FileStatus parentOf(ResolvedPath place) throws FileException {
    String path = place.path().substring(0, Math.max(1, place.path().lastIndexOf('/')));
    ResolvedPath directory = mounts.find(path, FinalSymlink.FOLLOWED);
    return directory.tree().status(directory.inTree());
  }

  /**
   * Makes the caller the owner of a new file; in a setgid directory the group is the directory's.
   */
  static void own(ResolvedPath place) throws FileException {
    Credentials caller = Credentials.current();
    FileStatus directory = place.tree().status(PathLookup.directory(place.inTree()));
    boolean inherits = (directory.permissions() & SETGID) != 0;
    int group = inherits ? directory.group() : caller.group();
    if (caller.user() != 0 || group != 0) {
      place.tree().setOwner(place.inTree(), caller.user(), group);
    }
    if (inherits && place.tree().status(place.inTree()).isDirectory()) {
      int made = place.tree().status(place.inTree()).permissions();
      place.tree().setPermissions(place.inTree(), made | SETGID);
    }
  }
}
