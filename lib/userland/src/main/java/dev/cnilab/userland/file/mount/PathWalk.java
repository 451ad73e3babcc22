package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A walk along a path, component by component; path_resolution(7). */
final class PathWalk {
  private static final int MOST_SYMLINKS = 40;
  static final int PATH_MAX = 4096;

  private final Map<String, Mount> mounts;
  private final String path;
  private final Deque<String> ahead = new ArrayDeque<>();
  private final List<ResolvedPath> behind = new ArrayList<>();
  private final boolean limited = !Permission.isUnlimited();
  private int symlinks;

  /**
   * Starts at the root.
   *
   * @param mounts by mount point; the last one at each, which hides the others
   */
  PathWalk(Map<String, Mount> mounts, String path) throws FileException {
    this.mounts = mounts;
    this.path = path;
    if (path.isEmpty()) {
      throw new FileException(FileError.ENOENT, path);
    }
    if (path.length() >= PATH_MAX) {
      throw new FileException(FileError.ENAMETOOLONG, path);
    }
    push(path);
  }

  ResolvedPath walk(FinalSymlink last) throws FileException {
    while (!ahead.isEmpty()) {
      step(ahead.removeFirst(), last);
    }
    return here();
  }

  private void step(String name, FinalSymlink last) throws FileException {
    if (name.equals(".") || name.equals("..")) {
      requireDirectory();
      if (name.equals("..") && !behind.isEmpty()) {
        behind.removeLast();
      }
      return;
    }
    if (limited) {
      requireSearch();
    }
    enter(name);
    if (ahead.isEmpty() && last == FinalSymlink.NOT_FOLLOWED) {
      return;
    }
    ResolvedPath place = here();
    FileType found = place.tree().type(place.inTree()).orElse(FileType.REGULAR);
    if (found == FileType.SYMLINK) {
      follow(place.tree().readLink(place.inTree()));
    } else if (found != FileType.DIRECTORY && !ahead.isEmpty()) {
      requireDirectory();
    }
  }

  private void follow(String target) throws FileException {
    if (++symlinks > MOST_SYMLINKS) {
      throw new FileException(FileError.ELOOP, path);
    }
    if (target.startsWith("/")) {
      behind.clear();
    } else {
      behind.removeLast();
    }
    push(target);
  }

  private void push(String relative) {
    String[] names = relative.split("/", -1);
    if (names[names.length - 1].isEmpty()) {
      ahead.addFirst(".");
    }
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty()) {
        ahead.addFirst(names[i]);
      }
    }
  }

  private void requireSearch() throws FileException {
    ResolvedPath place = here();
    FileStatus found;
    try {
      found = place.tree().status(place.inTree());
    } catch (FileException missing) {
      return; // the lookup reports the error itself
    }
    Permission.SEARCH.require(found, path);
  }

  private void requireDirectory() throws FileException {
    ResolvedPath place = here();
    FileStatus found;
    try {
      found = place.tree().status(place.inTree());
    } catch (FileException missing) {
      throw new FileException(missing.error(), path);
    }
    if (!found.isDirectory()) {
      throw new FileException(FileError.ENOTDIR, path);
    }
  }

  /** Enters a directory: the mount on it if there is one, otherwise the directory itself. */
  private void enter(String name) {
    ResolvedPath present = here();
    String at = present.path().equals("/") ? "/" + name : present.path() + "/" + name;
    Mount mounted = mounts.get(at);
    if (mounted != null) {
      behind.add(new ResolvedPath(at, mounted, ""));
    } else {
      String in = present.inTree().isEmpty() ? name : present.inTree() + "/" + name;
      behind.add(new ResolvedPath(at, present.mount(), in));
    }
  }

  private ResolvedPath here() {
    return behind.isEmpty() ? new ResolvedPath("/", root(), "") : behind.getLast();
  }

  private Mount root() {
    return Objects.requireNonNull(mounts.get("/"), "every namespace has a root");
  }
}
