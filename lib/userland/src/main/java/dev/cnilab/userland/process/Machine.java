package dev.cnilab.userland.process;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.Disk;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.Mount;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.kernel.Devices;
import dev.cnilab.userland.service.Units;
import java.time.Instant;

/**
 * A Linux machine: a disk, processes from pid 1 on, a journal, services, and a network namespace of
 * its own. What files and commands it has is up to whoever builds it.
 */
public final class Machine {
  private final Network network;
  private final Cgroup cgroup;
  private final Disk disk;
  private final ProgramRegistry programs;
  private final ProcessTable processes;
  private final Journal journal;
  private final Units units;
  private final Instant booted;
  private final NamespaceIds namespaceIds = new NamespaceIds();
  private final LocalSockets localSockets = new LocalSockets();

  /**
   * A machine with an empty root directory that was booted just now.
   *
   * @param programs what its executables, and those of its containers, can name
   */
  public Machine(String hostname, Network network, ProgramRegistry programs) {
    this.network = network;
    this.programs = programs;
    this.booted = network.loop().now();
    this.cgroup = Cgroup.root(network.loop());
    cgroup.pids().setMax(Hardware.MOST_PROCESSES);
    cgroup.memory().setMax(Hardware.MEMORY_FREE * 1024);
    this.disk = new Disk(network.loop());
    this.processes =
        new ProcessTable(
            this,
            new Namespaces(
                new MountNamespace(disk.tree("/"), "/dev/vda1"),
                network.newNamespace(hostname),
                PidNamespace.ofMachine(),
                new UtsNamespace(hostname),
                new IpcNamespace()));
    this.journal = new Journal(network.loop(), this::hostname);
    this.units = new Units(network.loop(), journal, new ServiceLauncher(this));
    for (NamespaceKind kind : NamespaceKind.values()) {
      namespaceIds.name(kind, processes.init());
    }
    mountKernelFiles();
  }

  private void mountKernelFiles() {
    try {
      Mount.Access access = Mount.Access.READ_WRITE;
      files().mount("/proc", ProcFiles.tree(this), "proc", access);
      files().mount("/sys", SysFiles.tree(this), "sysfs", access);
      files().mount("/dev", Devices.tree(loop()), "udev", access);
      files().mount("/run", disk.newTmpfs(), "tmpfs", access);
    } catch (FileException onAnEmptyDisk) {
      throw new IllegalStateException(onAnEmptyDisk);
    }
  }

  /** The numbers of all namespaces. */
  public NamespaceIds namespaceIds() {
    return namespaceIds;
  }

  /** The sockets that have a path. */
  public LocalSockets localSockets() {
    return localSockets;
  }

  /** The control group of all its processes. */
  public Cgroup cgroup() {
    return cgroup;
  }

  public EventLoop loop() {
    return network.loop();
  }

  public Network network() {
    return network;
  }

  /** The network namespace of pid 1. */
  public NetworkNamespace networkNamespace() {
    return processes.init().network();
  }

  public String hostname() {
    return processes.init().hostname();
  }

  public Instant booted() {
    return booted;
  }

  public Disk disk() {
    return disk;
  }

  /** The files as pid 1 sees them. */
  public MountNamespace files() {
    return processes.init().files();
  }

  public ProgramRegistry programs() {
    return programs;
  }

  public ProcessTable processes() {
    return processes;
  }

  public Journal journal() {
    return journal;
  }

  /** The services that {@code systemctl} drives. */
  public Units units() {
    return units;
  }

  /**
   * Starts a child of pid 1.
   *
   * @throws FileException ENOENT, EACCES or ENOEXEC if there is no such executable
   */
  public Process start(ProcessSpec spec) throws FileException {
    return processes.init().start(spec);
  }
}
