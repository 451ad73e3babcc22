package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.kubelet.environment.PodLimits;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Machine;
import java.util.Objects;

/**
 * The directories of volumes: on the node's disk, or a tmpfs each. All others but ConfigMaps are
 * emptyDirs in memory that the kubelet fills (pkg/volume/emptydir).
 */
record EmptyDirs(Machine machine, NodeContext node) {
  private MountNamespace files() {
    return machine.files();
  }

  /** Creates the directory of an emptyDir, unless it exists. */
  void prepare(Volume volume) throws FileException {
    boolean isNew = !files().exists(volume.path());
    if (isNew) {
      files().createDirectories(volume.path());
      files().setPermissions(volume.path(), volume.permissions());
    }
    if (mountIfInMemory(volume) || isNew) {
      new GroupOwnership(files()).apply(volume.pod(), volume.path(), GroupOwnership.Use.WRITTEN);
    }
  }

  /**
   * Mounts a tmpfs for a volume in memory, unless it is there: after a reboot its directory is, and
   * nothing on it. Returns whether it was mounted now.
   */
  boolean mountIfInMemory(Volume volume) throws FileException {
    String path = volume.path();
    boolean isMounted =
        files().exists(path) && files().mountOf(path).target().equals(files().resolve(path));
    if (!volume.isInMemory() || isMounted) {
      return false;
    }
    FileTree memory = Disk.tmpfs(machine.clock(), TmpfsOptions.ofSize(size(volume)).withoutSwap());
    files().mount(path, memory, "tmpfs", Mount.Access.READ_WRITE);
    return true;
  }

  /** The smallest of the node's allocatable memory, the pod's limit, and the volume's own limit. */
  private long size(Volume volume) {
    String ofPods = Objects.requireNonNull(node.allocatable().get("memory"));
    long size = Quantity.units(ofPods);
    size = Math.min(size, PodLimits.ofAll(volume.pod(), "memory").orElse(size));
    return Math.min(size, volume.sizeLimit().orElse(size));
  }

  /** Unmounts everything in a pod's directory, which exists; data in memory is lost. */
  void unmountBelow(String directory) throws FileException {
    String resolved = files().resolve(directory);
    for (Mount mount : files().mounts()) {
      if (mount.target().startsWith(resolved + "/")) {
        files().unmount(mount.target());
        mount.tree().lose();
      }
    }
  }
}
