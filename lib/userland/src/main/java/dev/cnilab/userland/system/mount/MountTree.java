package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.file.mount.Mount;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Mounts, each below the one it is mounted in.
 *
 * @param ascii whether the lines between them are drawn in ASCII
 * @param out gets a mount and its place in the tree
 */
record MountTree(List<Mount> mounts, boolean ascii, BiConsumer<Mount, String> out) {
  void print() {
    for (int i = 0; i < mounts.size(); i++) {
      if (parent(i).isEmpty()) {
        out.accept(mounts.get(i), mounts.get(i).target());
        below(i, "");
      }
    }
  }

  private void below(int parent, String indent) {
    List<Integer> children =
        IntStream.range(0, mounts.size())
            .filter(i -> parent(i).filter(mounts.get(parent)::equals).isPresent())
            .boxed()
            .toList();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      Mount child = mounts.get(children.get(i));
      String branch = ascii ? (last ? "`-" : "|-") : (last ? "└─" : "├─");
      out.accept(child, indent + branch + child.target());
      below(children.get(i), indent + (last ? "  " : ascii ? "| " : "│ "));
    }
  }

  private Optional<Mount> parent(int child) {
    return mounts.get(child).parent(mounts.subList(0, child));
  }
}
