package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.disk.PathLookup;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fast path for most paths: no symlink, no {@code ..}, and every directory exists. It needs one
 * query per mounted tree instead of one per directory.
 */
final class StraightWay {
  private final Map<String, Mount> mounts = new HashMap<>();

  /** The lengths of the paths that are or were mount points. */
  private final BitSet lengths = new BitSet();

  /** The mounts by mount point; the last one at each, which hides the others. */
  Map<String, Mount> mounts() {
    return mounts;
  }

  void put(Mount mount) {
    mounts.put(mount.target(), mount);
    lengths.set(mount.target().length());
  }

  void remove(String target) {
    mounts.remove(target);
  }

  /** Resolves a path; empty if it has to be walked. */
  Optional<ResolvedPath> find(String path, FinalSymlink last) {
    return isCanonical(path) ? Optional.ofNullable(end(path, last)) : Optional.empty();
  }

  /** Whether the path is absolute and all its components are plain names. */
  private static boolean isCanonical(String path) {
    int length = path.length();
    if (length < 2 || length >= PathWalk.PATH_MAX || path.charAt(0) != '/') {
      return false;
    }
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      char first = at + 1 < length ? path.charAt(at + 1) : '/';
      if (first == '/' || first == '.') {
        return false; // or a name that begins with a dot, which has to be walked
      }
    }
    return true;
  }

  private @Nullable ResolvedPath end(String path, FinalSymlink last) {
    Mount mount = Objects.requireNonNull(mounts.get("/"), "every namespace has a root");
    int begin = 1;
    for (int end = nextEnd(path, 0); end > 0; end = nextEnd(path, end)) {
      Mount deeper = lengths.get(end) ? mounts.get(path.substring(0, end)) : null;
      if (deeper == null) {
        continue;
      }
      if (!isDirectory(mount.tree(), PathLookup.directory(path.substring(begin, end)))) {
        return null;
      }
      mount = deeper;
      begin = Math.min(end + 1, path.length());
    }
    String inTree = path.substring(begin);
    return inTree.isEmpty() || isEnd(mount.tree(), inTree, last)
        ? new ResolvedPath(path, mount, inTree)
        : null;
  }

  /** The end of the component after a position; -1 at the end. */
  private static int nextEnd(String path, int position) {
    if (position == path.length()) {
      return -1;
    }
    int slash = path.indexOf('/', position + 1);
    return slash < 0 ? path.length() : slash;
  }

  private static boolean isEnd(FileTree tree, String path, FinalSymlink last) {
    if (!tree.knowsWays()) {
      return false;
    }
    Optional<FileType> type = tree.type(path);
    return type.isPresent()
        ? last == FinalSymlink.NOT_FOLLOWED || type.get() != FileType.SYMLINK
        : isDirectory(tree, PathLookup.directory(path));
  }

  private static boolean isDirectory(FileTree tree, String path) {
    return tree.knowsWays()
        ? tree.type(path).filter(FileType.DIRECTORY::equals).isPresent()
        : path.isEmpty();
  }
}
