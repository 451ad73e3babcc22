package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerConfig.Privilege;
import dev.cnilab.cluster.cri.message.ContainerConfig.SecurityContext;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.disk.OverlayTree;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.Mount.Flag;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.kernel.Devices;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.process.CgroupFiles;
import dev.cnilab.userland.process.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Builds a container's file system, in the order in which containerd and runc mount its parts. */
final class RootFilesystem {
  private static final String CGROUPS = "/sys/fs/cgroup";
  private static final String SHARED_MEMORY = "/dev/shm";

  /** A container's /dev (pkg/oci of containerd: size=65536k, in bytes, and mode=755). */
  private static final TmpfsOptions DEVICES =
      TmpfsOptions.ofSize(65536L << 10).withPermissions(0755);

  private static final Set<Flag> TERMINALS = Flag.of(Flag.NOSUID, Flag.NOEXEC, Flag.RELATIME);

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

  /** Something to be mounted in a container. */
  private record Part(String target, Mounting mounting) {
    int depth() {
      return target.split("/").length;
    }
  }

  @FunctionalInterface
  private interface Mounting {
    void run() throws FileException;
  }

  /**
   * The image below a writable directory, with the kernel's file systems, the requested mounts, and
   * the sandbox's own files.
   *
   * @param cgroup the root of the control groups that it sees
   * @param snapshot a directory on the node, for the container's changes
   */
  MountNamespace create(
      StoredImage image, Sandbox sandbox, ContainerConfig config, Cgroup cgroup, String snapshot)
      throws FileException {
    String work = snapshot + "/work";
    machine.files().createDirectories(work);
    FileTree changes = machine.disk().tree(snapshot + "/fs");
    MountNamespace root =
        machine.files().another(new OverlayTree(image.root(), changes, work), "overlay");
    mountKernelFiles(root, CgroupFiles.tree(machine, cgroup));
    SecurityContext context = config.securityContext();
    if (context.privilege() == Privilege.CONFINED) {
      root.remount("/sys", Mount.Access.READ_ONLY);
      root.remount(CGROUPS, Mount.Access.READ_ONLY);
    }
    List<Part> parts = new ArrayList<>();
    for (ContainerConfig.Mount mount : config.mounts()) {
      parts.add(new Part(mount.containerPath(), () -> mount(root, mount)));
    }
    for (Part own : ofSandbox(root, sandbox, access(context.root()))) {
      if (parts.stream().noneMatch(part -> part.target().equals(own.target()))) {
        parts.add(own);
      }
    }
    parts.sort(Comparator.comparingInt(Part::depth));
    for (Part part : parts) {
      part.mounting().run();
    }
    if (context.privilege() == Privilege.CONFINED) {
      protect(root);
    }
    root.remount("/", access(context.root()));
    return root;
  }

  /**
   * The file systems of the kernel. /dev is a tmpfs of the container's own, because other file
   * systems may be mounted in it.
   */
  private void mountKernelFiles(MountNamespace root, FileTree groups) throws FileException {
    Mount.Access access = Mount.Access.READ_WRITE;
    root.mount("/proc", treeAt("/proc"), "proc", access, Flag.DATA);
    FileTree all =
        OverlayTree.filled(
            Devices.tree(machine.clock(), devices), Disk.tmpfs(machine.clock(), DEVICES));
    root.mount("/dev", all, "tmpfs", access, Flag.of(Flag.NOSUID));
    FileTree terminals = Devices.terminals(machine.clock());
    root.mount("/dev/pts", terminals, "devpts", access, TERMINALS);
    root.mount("/dev/mqueue", Devices.queues(machine.clock()), "mqueue", access, Flag.DATA);
    root.mount("/sys", treeAt("/sys"), "sysfs", access, Flag.DATA);
    root.mount(CGROUPS, groups, "cgroup", access, Flag.DATA);
  }

  private FileTree treeAt(String path) throws FileException {
    return machine.files().mountOf(path).tree();
  }

  /** Unless it is privileged, a container may only read the files that affect the whole node. */
  private static void protect(MountNamespace root) throws FileException {
    for (String path : OF_WHOLE_NODE) {
      if (root.exists(path)) {
        root.bind(path, root, path, Mount.Access.READ_ONLY);
      }
    }
  }

  /** What a sandbox's containers have in common, unless a container has something else there. */
  private List<Part> ofSandbox(MountNamespace root, Sandbox sandbox, Mount.Access access) {
    List<Part> parts = new ArrayList<>();
    for (String name : List.of("hostname", "hosts", "resolv.conf")) {
      String path = "/etc/" + name;
      String source = sandbox.directory() + "/" + name;
      parts.add(new Part(path, () -> root.bind(path, machine.files(), source, access)));
    }
    if (sandbox.config().namespaces().ipc() != NamespaceMode.NODE) {
      FileTree memory = sandbox.sharedMemory(machine.clock());
      Mount.Access shared = Mount.Access.READ_WRITE;
      parts.add(
          new Part(
              SHARED_MEMORY, () -> root.mount(SHARED_MEMORY, memory, "shm", shared, Flag.DATA)));
    }
    return parts;
  }

  private void mountImage(MountNamespace root, ContainerConfig.Mount mount) throws FileException {
    StoredImage image =
        images
            .find(mount.image())
            .orElseThrow(() -> new FileException(FileError.ENOENT, mount.image()));
    root.mount(mount.containerPath(), image.root(), "overlay", Mount.Access.READ_ONLY);
  }

  private void mount(MountNamespace root, ContainerConfig.Mount mount) throws FileException {
    if (!mount.image().isEmpty()) {
      mountImage(root, mount);
      return;
    }
    if (!machine.files().exists(mount.hostPath())) {
      machine.files().createDirectories(mount.hostPath());
    }
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

  private static Mount.Access access(ContainerConfig.Access access) {
    return access == ContainerConfig.Access.READ_WRITE
        ? Mount.Access.READ_WRITE
        : Mount.Access.READ_ONLY;
  }
}
