package dev.cnilab.userland.process;

import dev.cnilab.userland.file.mount.Mount;
import java.util.List;

/** The mounts of a process: /proc/PID/mounts and /proc/PID/mountinfo; proc(5). */
record ProcMounts(Process process) {
  private static final int NONE = 1;

  String table() {
    StringBuilder text = new StringBuilder();
    for (Mount mount : process.files().mounts()) {
      text.append(mount.source()).append(' ').append(mount.target()).append(' ');
      text.append(mount.tree().typeName()).append(' ').append(mount.options()).append(" 0 0\n");
    }
    return text.toString();
  }

  /** With ids, devices and what part of a file system it is; without propagation. */
  String information() {
    List<Mount> mounts = process.files().mounts();
    DeviceNumbers devices = process.machine().deviceNumbers();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      int parent = mount.parent(mounts.subList(0, i)).map(Mount::id).orElse(NONE);
      text.append(mount.id()).append(' ').append(parent).append(' ');
      text.append(devices.of(mount.tree())).append(' ').append(mount.tree().root()).append(' ');
      text.append(mount.target()).append(' ').append(mount.ownOptions()).append(" - ");
      text.append(mount.tree().typeName()).append(' ').append(mount.source()).append(" rw");
      text.append(mount.tree().options()).append('\n');
    }
    return text.toString();
  }
}
