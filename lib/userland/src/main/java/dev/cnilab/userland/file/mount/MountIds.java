package dev.cnilab.userland.file.mount;

/** Numbers the mounts of a machine in the order they are made, starting again at each boot. */
final class MountIds {
  private static final int FIRST = 22;

  private int next = FIRST;

  int next() {
    return next++;
  }
}
