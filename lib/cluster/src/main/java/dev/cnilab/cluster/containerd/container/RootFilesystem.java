package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.ContainerConfig;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.Mount;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.file.OverlayTree;
import dev.cnilab.userland.process.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Makes what a container sees as its files. */
final class RootFilesystem {
  /** Mounts of the node that every container has too. */
  private static final Set<String> OF_KERNEL = Set.of("/proc", "/sys", "/dev");

  private final Machine machine;

  RootFilesystem(Machine machine) {
    this.machine = machine;
  }

  /**
   * The image under a writable directory, with the kernel's files, the mounts that are asked for,
   * and the sandbox's own files.
   *
   * @param writable a directory on the node
   */
  MountNamespace create(
      StoredImage image, Sandbox sandbox, List<ContainerConfig.Mount> mounts, String writable)
      throws FileException {
    MountNamespace root =
        new MountNamespace(new OverlayTree(image.root(), machine.disk().tree(writable)), "overlay");
    for (Mount mount : machine.files().mounts()) {
      if (OF_KERNEL.contains(mount.target())) {
        root.mount(mount.target(), mount.tree(), mount.source(), mount.access());
      }
    }
    mountSandboxFiles(root, sandbox, mounts);
    for (ContainerConfig.Mount mount :
        mounts.stream()
            .sorted(Comparator.comparingInt(each -> depth(each.containerPath())))
            .toList()) {
      if (!machine.files().exists(mount.hostPath())) {
        machine.files().createDirectories(mount.hostPath());
      }
      root.bindAll(mount.containerPath(), machine.files(), mount.hostPath(), access(mount));
    }
    return root;
  }

  private void mountSandboxFiles(
      MountNamespace root, Sandbox sandbox, List<ContainerConfig.Mount> mounts)
      throws FileException {
    for (String name : List.of("hostname", "hosts", "resolv.conf")) {
      String path = "/etc/" + name;
      if (mounts.stream().noneMatch(mount -> mount.containerPath().equals(path))) {
        root.bind(path, machine.files(), sandbox.directory() + "/" + name, Mount.Access.READ_WRITE);
      }
    }
  }

  private static int depth(String path) {
    return path.split("/").length;
  }

  private static Mount.Access access(ContainerConfig.Mount mount) {
    return mount.access() == ContainerConfig.Access.READ_ONLY
        ? Mount.Access.READ_ONLY
        : Mount.Access.READ_WRITE;
  }
}
