package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted in a namespace, and where paths lead in it. */
final class MountTable {
  private final List<Mount> inOrder = new ArrayList<>();
  private final StraightWay byTarget = new StraightWay();

  /** Adds one over what is there. */
  void add(Mount mount) {
    inOrder.add(mount);
    byTarget.put(mount);
  }

  /** All in the order they were made. */
  List<Mount> list() {
    return List.copyOf(inOrder);
  }

  /**
   * Those within a directory, in the order they were made.
   *
   * @param prefix the directory's path with a slash at its end
   */
  List<Mount> below(String prefix) {
    return inOrder.stream()
        .filter(
            each -> each.target().startsWith(prefix) && each.target().length() > prefix.length())
        .toList();
  }

  /** Takes off the last one at a path, but for the root; false if there is none. */
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

  /** Lets the last one at a path be written, or not; false if there is none. */
  boolean change(String target, Mount.Access access) {
    Mount old = byTarget.mounts().get(target);
    if (old == null) {
      return false;
    }
    Mount changed = new Mount(old.target(), old.tree(), old.source(), access);
    inOrder.set(inOrder.indexOf(old), changed);
    byTarget.put(changed);
    return true;
  }

  /**
   * Where a path leads.
   *
   * @throws FileException if the caller finds no way there
   */
  Place find(String path, Last last) throws FileException {
    Optional<Place> straight =
        Permission.isUnlimited() ? byTarget.find(path, last) : Optional.empty();
    return straight.isPresent() ? straight.get() : new PathWalk(byTarget.mounts(), path).walk(last);
  }
}
