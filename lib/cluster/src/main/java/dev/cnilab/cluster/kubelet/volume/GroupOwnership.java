package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.SupplementalGroups;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.OptionalLong;

/**
 * Gives the content of a volume to its pod's {@code fsGroup}; pkg/volume/volume_linux.go. Volumes
 * that live as long as their pod are always changed, whatever {@code fsGroupChangePolicy} says.
 */
record GroupOwnership(MountNamespace files) {
  /**
   * The group's permissions, for a volume that the pod writes to, and for one that it only reads.
   */
  enum Use {
    WRITTEN(0660),
    READ(0440);

    private final int permissions;

    Use(int permissions) {
      this.permissions = permissions;
    }
  }

  /** Additional permissions of a directory; new files in it also belong to the group. */
  private static final int DIRECTORY = 02110;

  /** Does nothing if the pod has no such group. */
  void apply(Pod pod, String directory, Use use) throws FileException {
    OptionalLong group = SupplementalGroups.ofVolumes(pod);
    if (group.isPresent()) {
      give(directory, (int) group.getAsLong(), use);
    }
  }

  private void give(String path, int group, Use use) throws FileException {
    FileStatus found = files.linkStatus(path);
    files.setLinkOwner(path, found.owner(), group);
    if (found.type() == FileType.SYMLINK) {
      return;
    }
    int more = use.permissions | (found.isDirectory() ? DIRECTORY : 0);
    files.setPermissions(path, found.permissions() | more);
    if (found.isDirectory()) {
      for (String name : files.list(path)) {
        give(path + "/" + name, group, use);
      }
    }
  }
}
