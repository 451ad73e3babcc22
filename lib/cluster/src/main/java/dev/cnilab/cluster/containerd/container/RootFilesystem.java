package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.ContainerConfig;
import dev.cnilab.cluster.cri.ContainerConfig.Privilege;
import dev.cnilab.cluster.cri.ContainerConfig.SecurityContext;
import dev.cnilab.cluster.cri.PodSandboxConfig.NamespaceMode;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.disk.OverlayTree;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.kernel.Devices;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.process.CgroupFiles;
import dev.cnilab.userland.process.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Builds a container's file system. */
final class RootFilesystem {
  /** The node's mounts that every container has as well. */
  private static final Set<String> OF_KERNEL = Set.of("/proc", "/sys");

  private static final String CGROUPS = "/sys/fs/cgroup";
  private static final String DEVICES = "/dev";
  private static final String SHARED_MEMORY = "/dev/shm";

  /** The size of a container's /dev, in bytes (pkg/oci of containerd: size=65536k). */
  private static final long DEVICES_SIZE = 65536L << 10;

  /** Read-only for unprivileged containers (pkg/oci of containerd). */
  private static final List<String> OF_WHOLE_NODE =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private final Machine machine;
  private final KernelFile.Directory devices;
  private final ImageStore images;

  RootFilesystem(Machine machine, ImageStore images) {
    this.machine = machine;
    this.devices = Devices.all(machine.loop());
    this.images = images;
  }

  /**
   * The image below a writable directory, with the kernel's file systems, the requested mounts, and
   * the sandbox's own files.
   *
   * @param cgroup the root of the control groups that it sees
   * @param writable a directory on the node
   */
  MountNamespace create(
      StoredImage image, Sandbox sandbox, ContainerConfig config, Cgroup cgroup, String writable)
      throws FileException {
    List<ContainerConfig.Mount> mounts = config.mounts();
    MountNamespace root =
        new MountNamespace(new OverlayTree(image.root(), machine.disk().tree(writable)), "overlay");
    for (Mount mount : machine.files().mounts()) {
      if (OF_KERNEL.contains(mount.target())) {
        root.mount(mount.target(), mount.tree(), mount.source(), mount.access());
      }
    }
    root.mount(CGROUPS, CgroupFiles.tree(machine, cgroup), "cgroup", Mount.Access.READ_WRITE);
    mountDevices(root, sandbox);
    SecurityContext context = config.securityContext();
    if (context.privilege() == Privilege.CONFINED) {
      protect(root);
    }
    mountSandboxFiles(root, sandbox, mounts, access(context.root()));
    for (ContainerConfig.Mount mount :
        mounts.stream()
            .sorted(Comparator.comparingInt(each -> depth(each.containerPath())))
            .toList()) {
      if (mount.image().isEmpty()) {
        if (!machine.files().exists(mount.hostPath())) {
          machine.files().createDirectories(mount.hostPath());
        }
        mount(root, mount);
      } else {
        mountImage(root, mount);
      }
    }
    root.remount("/", access(context.root()));
    return root;
  }

  /**
   * A tmpfs of the container's own, because other file systems may be mounted in it, and the memory
   * that the pod's containers share.
   */
  private void mountDevices(MountNamespace root, Sandbox sandbox) throws FileException {
    FileTree own = Disk.tmpfs(machine.clock(), DEVICES_SIZE);
    own.setPermissions("", 0755);
    FileTree all = OverlayTree.filled(Devices.tree(machine.clock(), devices), own);
    root.mount(DEVICES, all, own.typeName(), Mount.Access.READ_WRITE);
    if (sandbox.config().namespaces().ipc() != NamespaceMode.NODE) {
      FileTree shared = sandbox.sharedMemory(machine.clock());
      root.mount(SHARED_MEMORY, shared, "shm", Mount.Access.READ_WRITE);
    }
  }

  /** Unless it is privileged, a container may only read the files that affect the whole node. */
  private static void protect(MountNamespace root) throws FileException {
    root.remount("/sys", Mount.Access.READ_ONLY);
    root.remount(CGROUPS, Mount.Access.READ_ONLY);
    for (String path : OF_WHOLE_NODE) {
      if (root.exists(path)) {
        root.bind(path, root, path, Mount.Access.READ_ONLY);
      }
    }
  }

  private void mountImage(MountNamespace root, ContainerConfig.Mount mount) throws FileException {
    StoredImage image =
        images
            .find(mount.image())
            .orElseThrow(() -> new FileException(FileError.ENOENT, mount.image()));
    root.mount(mount.containerPath(), image.root(), "overlay", Mount.Access.READ_ONLY);
  }

  private void mount(MountNamespace root, ContainerConfig.Mount mount) throws FileException {
    Mount.Access access = access(mount.access());
    if (mount.access() == ContainerConfig.Access.READ_ONLY) {
      // Only the mount itself: mounts below it stay writable, as always before 1.30.
      root.bindAll(
          mount.containerPath(), machine.files(), mount.hostPath(), Mount.Access.READ_WRITE);
      root.remount(mount.containerPath(), access);
    } else {
      root.bindAll(mount.containerPath(), machine.files(), mount.hostPath(), access);
    }
  }

  private void mountSandboxFiles(
      MountNamespace root, Sandbox sandbox, List<ContainerConfig.Mount> mounts, Mount.Access access)
      throws FileException {
    for (String name : List.of("hostname", "hosts", "resolv.conf")) {
      String path = "/etc/" + name;
      if (mounts.stream().noneMatch(mount -> mount.containerPath().equals(path))) {
        root.bind(path, machine.files(), sandbox.directory() + "/" + name, access);
      }
    }
  }

  private static int depth(String path) {
    return path.split("/").length;
  }

  private static Mount.Access access(ContainerConfig.Access access) {
    return access == ContainerConfig.Access.READ_WRITE
        ? Mount.Access.READ_WRITE
        : Mount.Access.READ_ONLY;
  }
}
