package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.userland.file.Disk;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.Mount;
import dev.cnilab.userland.file.MountNamespace;

/** Volumes of the type emptyDir: directories of the node's disk, or a tmpfs each. */
record EmptyDirs(MountNamespace files, Disk disk) {
  private static final int EVERYBODY = 0777;

  /** Makes the directory of a volume, unless it is there. */
  void prepare(Volume volume) throws FileException {
    if (files.exists(volume.path())) {
      return;
    }
    files.createDirectories(volume.path());
    if (volume.source().path("medium").asText("").equals("Memory")) {
      files.mount(volume.path(), disk.newTmpfs(), "tmpfs", Mount.Access.READ_WRITE);
    }
    files.setPermissions(volume.path(), EVERYBODY);
  }

  /** Takes off what is mounted in a pod's directory. */
  void unmountBelow(String directory) throws FileException {
    for (Mount mount : files.mounts()) {
      if (mount.target().startsWith(directory + "/")) {
        files.unmount(mount.target());
      }
    }
  }
}
