package dev.cnilab.userland.process;

import dev.cnilab.userland.file.mount.Mount;
import java.util.Comparator;
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
    MountIds ids = process.machine().mountIds();
    StringBuilder text = new StringBuilder();
    for (Mount mount : mounts) {
      text.append(ids.mount(mount)).append(' ').append(parent(mounts, mount, ids)).append(' ');
      text.append(ids.device(mount.tree())).append(' ').append(mount.tree().root()).append(' ');
      text.append(mount.target()).append(' ').append(mount.ownOptions()).append(" - ");
      text.append(mount.tree().typeName()).append(' ').append(mount.source()).append(" rw");
      text.append(mount.tree().options()).append('\n');
    }
    return text.toString();
  }

  /** The mount that another lies on. */
  private static int parent(List<Mount> mounts, Mount mount, MountIds ids) {
    return mounts.stream()
        .filter(each -> !each.target().equals(mount.target()))
        .filter(each -> (mount.target() + "/").startsWith(each.target().replaceFirst("/?$", "/")))
        .max(Comparator.comparingInt(each -> each.target().length()))
        .map(ids::mount)
        .orElse(NONE);
  }
}
