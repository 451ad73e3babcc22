package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts of a namespace, and path resolution in it. */
final class Mounts {
  private final List<Mount> inOrder = new ArrayList<>();
  private final StraightWay byTarget = new StraightWay();

  /** Adds a mount over what is there. */
  void add(Mount mount) {
    inOrder.add(mount);
    byTarget.put(mount);
  }

  /** All mounts in the order in which they were made. */
  List<Mount> list() {
    return List.copyOf(inOrder);
  }

  /**
   * The mounts within a directory, in the order in which they were made, with targets relative to
   * it.
   */
  List<Mount> below(String directory) {
    String prefix = prefix(directory);
    return inOrder.stream()
        .filter(
            each -> each.target().startsWith(prefix) && each.target().length() > prefix.length())
        .map(each -> each.at(each.target().substring(prefix.length())))
        .toList();
  }

  /** The start of the paths within a directory. */
  static String prefix(String directory) {
    return directory.equals("/") ? "/" : DirectoryEntries.withoutTrailingSlashes(directory) + "/";
  }

  /** Removes the last mount at a path, except the root; false if there is none. */
  boolean removeLast(String target) {
    for (int i = inOrder.size() - 1; i > 0; i--) {
      if (inOrder.get(i).target().equals(target)) {
        inOrder.remove(i);
        byTarget.remove(target);
        inOrder.stream().filter(other -> other.target().equals(target)).forEach(byTarget::put);
        return true;
      }
    }
    return false;
  }

  /** Gives the last mount at a path other rights; false if there is none. */
  boolean change(String target, Mount.Access access, Set<Mount.Flag> flags) {
    Mount old = byTarget.mounts().get(target);
    if (old == null) {
      return false;
    }
    Mount changed = old.with(access, flags);
    inOrder.set(inOrder.indexOf(old), changed);
    byTarget.put(changed);
    return true;
  }

  /**
   * Resolves a path.
   *
   * @throws FileException if the caller cannot reach it
   */
  ResolvedPath find(String path, FinalSymlink last) throws FileException {
    Optional<ResolvedPath> straight =
        Permission.isUnlimited() ? byTarget.find(path, last) : Optional.empty();
    return straight.isPresent() ? straight.get() : new PathWalk(byTarget.mounts(), path).walk(last);
  }

  /** The type of what is at a path; empty if that does not exist or is not reachable. */
  Optional<FileType> type(String path) {
    try {
      ResolvedPath place = find(path, FinalSymlink.FOLLOWED);
      return place.tree().type(place.inTree());
    } catch (FileException noWayToIt) {
      return Optional.empty();
    }
  }
}
