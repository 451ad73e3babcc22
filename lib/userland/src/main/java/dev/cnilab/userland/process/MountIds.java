package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.mount.Mount;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The numbers that the kernel gives file systems and mounts, here when they are first asked for,
 * but those of the node's own mounts first.
 */
public final class MountIds {
  private static final int FIRST_MOUNT = 22;
  private static final int FIRST_WITHOUT_DISK = 21;

  /** The major number of the machine's kind of disk, virtio. */
  private static final int VIRTIO = 254;

  private final Machine machine;
  private final Map<Object, String> devices = new WeakHashMap<>();
  private final Map<Mount, Integer> mounts = new WeakHashMap<>();
  private int partitions;
  private int others;

  MountIds(Machine machine) {
    this.machine = machine;
  }

  /** A file system's device as {@code MAJOR:MINOR}; equal for all mounts of its parts. */
  public String device(FileTree tree) {
    machine.files().mounts().forEach(each -> number(each.tree()));
    return number(tree);
  }

  private String number(FileTree tree) {
    return devices.computeIfAbsent(
        tree.fileSystem(),
        any ->
            tree.typeName().equals("ext4")
                ? VIRTIO + ":" + ++partitions
                : "0:" + (FIRST_WITHOUT_DISK + others++));
  }

  /** A mount's number. */
  int mount(Mount mount) {
    machine.files().mounts().forEach(this::number);
    return number(mount);
  }

  private int number(Mount mount) {
    return mounts.computeIfAbsent(mount, any -> FIRST_MOUNT + mounts.size());
  }
}
