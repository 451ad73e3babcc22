package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.inode.Directory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Everything at and below a place of a disk, at any depth. */
final class Descent {
  private Descent() {}

  /** An inode and the path by which it was found. */
  record Found(int inode, String path) {}

  /** Lists each directory before its contents. */
  static List<Found> below(Disk disk, int inode, String path) {
    List<Found> found = new ArrayList<>();
    Deque<Found> ahead = new ArrayDeque<>(List.of(new Found(inode, path)));
    while (!ahead.isEmpty()) {
      Found here = ahead.pop();
      found.add(here);
      if (disk.inodes().find(here.inode()) instanceof Directory directory) {
        for (String name : directory.names()) {
          int child = disk.inodes().child(here.inode(), name);
          String at = here.path().isEmpty() ? name : here.path() + "/" + name;
          ahead.push(new Found(child, at));
        }
      }
    }
    return found;
  }
}
