package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileTree;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The device numbers of file systems. Each gets its own when it is first asked for, after the
 * machine's own mounts have theirs.
 */
final class DeviceNumbers {
  private static final int FIRST_WITHOUT_DISK = 21;

  /** The major number of the machine's kind of disk, virtio. */
  private static final int VIRTIO = 254;

  private final Machine machine;
  private final Map<Object, String> devices = new WeakHashMap<>();
  private int partitions;
  private int others;

  DeviceNumbers(Machine machine) {
    this.machine = machine;
  }

  /** A file system's device as {@code MAJOR:MINOR}; equal for all mounts of its parts. */
  String of(FileTree tree) {
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
}
