package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.mount.Mount;
import java.util.Optional;

/**
 * What statfs(2) says of a mounted file system, in bytes; zeros for those of the kernel that store
 * nothing.
 */
record FileSystemUse(
    Mount mount, long size, long used, long available, long inodes, long inodesFree) {

  static FileSystemUse of(Mount mount) {
    Optional<DiskSpace> space = mount.tree().space();
    if (space.isPresent()) {
      DiskSpace known = space.get();
      return new FileSystemUse(
          mount, known.size(), known.used(), known.available(), known.inodes(), known.inodesFree());
    }
    long memory = mount.tree().typeName().equals("devtmpfs") ? TmpfsOptions.HALF_OF_MEMORY : 0;
    long inodes = memory / 4096;
    return new FileSystemUse(mount, memory, 0, memory, inodes, inodes);
  }

  /** The used part in percent, rounded up; -1 if there is nothing to use. */
  long percent() {
    return percent(used, available);
  }

  /** Like {@link #percent}, of the inodes. */
  long inodesPercent() {
    return percent(inodesUsed(), inodesFree);
  }

  long inodesUsed() {
    return inodes - inodesFree;
  }

  private static long percent(long used, long free) {
    return used + free == 0 ? -1 : Math.ceilDiv(100 * used, used + free);
  }

  /** The used part in percent, as busybox rounds it. */
  long roundedPercent() {
    long both = used + available;
    return both == 0 ? 0 : (100 * used + both / 2) / both;
  }
}
