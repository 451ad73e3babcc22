package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.kubelet.environment.PodLimits;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.NodeFacts;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Machine;
import java.util.Objects;

/** Volumes of the type emptyDir: directories on the node's disk, or a tmpfs each. */
record EmptyDirs(Machine machine, NodeFacts node) {
  private MountNamespace files() {
    return machine.files();
  }

  /** Creates the directory of a volume, unless it exists. */
  void prepare(Volume volume) throws FileException {
    if (files().exists(volume.path())) {
      return;
    }
    files().createDirectories(volume.path());
    if (volume.isInMemory()) {
      long size = size(volume);
      Mount.Access access = Mount.Access.READ_WRITE;
      files().mount(volume.path(), Disk.tmpfs(machine.clock(), size), "tmpfs", access);
    } else {
      files().setPermissions(volume.path(), volume.permissions());
    }
    new GroupOwnership(files()).apply(volume.pod(), volume.path(), GroupOwnership.Use.WRITTEN);
  }

  /** The smallest of the node's allocatable memory, the pod's limit, and the volume's own limit. */
  private long size(Volume volume) {
    String ofPods = Objects.requireNonNull(node.allocatable().get("memory"));
    long size = ResourceReference.amount(ofPods);
    size = Math.min(size, PodLimits.ofAll(volume.pod(), "memory").orElse(size));
    return Math.min(size, volume.sizeLimit().orElse(size));
  }

  /** Unmounts everything in a pod's directory; data in memory is lost. */
  void unmountBelow(String directory) throws FileException {
    for (Mount mount : files().mounts()) {
      if (mount.target().startsWith(directory + "/")) {
        files().unmount(mount.target());
        mount.tree().lose();
      }
    }
  }
}
