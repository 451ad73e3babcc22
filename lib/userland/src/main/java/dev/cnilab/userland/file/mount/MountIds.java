package dev.cnilab.userland.file.mount;

/** Numbers the mounts of a machine, from one boot to the next, in the order they are made in. */
final class MountIds {
  private static final int FIRST = 22;

  private int next = FIRST;

  int next() {
    return next++;
  }
}
