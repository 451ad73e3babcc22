package dev.cnilab.userland.process;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.kernel.Devices;
import dev.cnilab.userland.service.SystemdFiles;
import dev.cnilab.userland.service.Units;
import dev.cnilab.userland.service.unit.UnitFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Linux machine: a disk, processes from pid 1 on, a journal, services, and a network namespace of
 * its own. Its builder decides what files and commands it has. After a reboot only what is on its
 * disks remains.
 */
public final class Machine {
  private static final String CGROUPS = "/sys/fs/cgroup";
  private static final Set<Mount.Flag> DEVICES =
      Mount.Flag.of(Mount.Flag.NOSUID, Mount.Flag.RELATIME);
  private static final TmpfsOptions RUNNING = TmpfsOptions.USUAL.withPermissions(0755);

  private record Card(String name, MacAddress address, Segment cable) {}

  private final Network network;
  private final WallClock clock;
  private final Disk disk;
  private final ProgramRegistry programs;
  private final Journal journal;
  private final Units units;
  private final List<Card> cards = new ArrayList<>();
  private final Map<String, FileTree> partitions = new HashMap<>();
  private Boot boot;
  private @Nullable Task reboot;

  /**
   * Creates a machine that has just booted, with an empty root directory.
   *
   * @param programs the programs for its executables and those of its containers
   */
  public Machine(String hostname, Network network, ProgramRegistry programs) {
    this(hostname, network, programs, Disk::new);
  }

  /** Like {@link #Machine(String, Network, ProgramRegistry)}, with the files of a layer. */
  public Machine(String hostname, Network network, ProgramRegistry programs, Layer system) {
    this(hostname, network, programs, clock -> new Disk(clock, system));
  }

  private Machine(
      String hostname, Network network, ProgramRegistry programs, Function<WallClock, Disk> disk) {
    this.network = network;
    this.programs = programs;
    this.clock = new WallClock(network.loop());
    this.disk = disk.apply(clock);
    this.boot = new Boot(this, hostname, root());
    this.journal = new Journal(clock, this::hostname);
    this.units = new Units(clock, journal, new ServiceLauncher(this), () -> new UnitFiles(files()));
    journal.beginBoot();
    mountKernelFiles();
  }

  private MountNamespace root() {
    return new MountNamespace(disk.tree("/"), "/dev/vda1");
  }

  private void mountKernelFiles() {
    try {
      Mount.Access access = Mount.Access.READ_WRITE;
      Set<Mount.Flag> data = Mount.Flag.DATA;
      files().mount("/proc", ProcFiles.tree(this), "proc", access, data);
      files().mount("/sys", SysFiles.tree(this), "sysfs", access, data);
      files().mount(CGROUPS, CgroupFiles.tree(this, cgroup()), "cgroup2", access, data);
      files().mount("/dev", Devices.tree(clock), "udev", access, DEVICES);
      files().mount("/run", Disk.tmpfs(clock, RUNNING), "tmpfs", access, data);
      files().createDirectories(SystemdFiles.RUNNING);
      files().createDirectories(SystemdFiles.JOURNAL);
    } catch (FileException onAnEmptyDisk) {
      throw new IllegalStateException(onAnEmptyDisk);
    }
  }

  // ---- hardware

  /** Adds a network card, which exists under that name, still down, after each boot. */
  public Nic plug(String name, Segment cable) {
    Nic nic = networkNamespace().links().addNic(name, cable);
    cards.add(new Card(name, nic.address(), cable));
    return nic;
  }

  /** Adds a partition for {@code /etc/fstab}, such as {@code /dev/vda2}. */
  public void addPartition(String device, FileTree files) {
    partitions.put(device, files);
  }

  // ---- reboot

  /**
   * Like {@code systemctl reboot}: asks all processes to end, kills them after 90 s, and boots
   * again. Returns at once; does nothing if a reboot is in progress.
   */
  public void reboot() {
    Reboot way = new Reboot(this, boot);
    begin(
        () -> {
          way.stopAll();
          way.reset();
        });
  }

  /** Like the reset button or {@code reboot -f}: kills all processes and boots again. */
  public void reset() {
    begin(new Reboot(this, boot)::reset);
  }

  private void begin(Runnable down) {
    if (reboot == null) {
      reboot =
          loop()
              .spawn(
                  "reboot " + hostname(),
                  () -> {
                    down.run();
                    boot();
                    reboot = null;
                  });
    }
  }

  /** Whether a reboot is in progress. */
  public boolean isRebooting() {
    return reboot != null;
  }

  /** As pulling the power plug, for good. */
  public void powerOff() {
    if (reboot != null) {
      reboot.interrupt();
    }
    boot.signal(Signal.KILL);
    stopKernel();
  }

  void stopKernel() {
    units.forgetAll();
    boot.end();
    files().mounts().forEach(mount -> mount.tree().lose());
  }

  private void boot() {
    MountNamespace root = root();
    boot = new Boot(this, configuredHostname(root), root);
    journal.beginBoot();
    mountKernelFiles();
    cards.forEach(
        card -> networkNamespace().links().addNic(card.name(), card.address(), card.cable()));
    new MachineStartup(this, partitions).run();
  }

  private static String configuredHostname(MountNamespace root) {
    try {
      return root.readText("/etc/hostname").strip();
    } catch (IOException none) {
      return "localhost";
    }
  }

  // ---- present state

  /** A UUID that identifies this boot. */
  public String bootId() {
    return boot.id();
  }

  /** The inode numbers of all namespaces. */
  public NamespaceIds namespaceIds() {
    return boot.namespaceIds();
  }

  /** Its load averages. */
  public LoadAverage load() {
    return boot.load();
  }

  /** The numbers of its sockets. */
  public SocketIds socketIds() {
    return boot.socketIds();
  }

  /** The locks on its files. */
  public FileLocks fileLocks() {
    return boot.fileLocks();
  }

  /** The sockets that have a path. */
  public LocalSockets localSockets() {
    return boot.localSockets();
  }

  /** The root control group. */
  public Cgroup cgroup() {
    return boot.cgroup();
  }

  public EventLoop loop() {
    return network.loop();
  }

  /** The machine's wall clock. */
  public WallClock clock() {
    return clock;
  }

  /** The time of day. */
  public Instant now() {
    return clock.instant();
  }

  public Network network() {
    return network;
  }

  /** The network namespace of pid 1. */
  public NetworkNamespace networkNamespace() {
    return processes().init().network();
  }

  public String hostname() {
    return processes().init().hostname();
  }

  public Instant booted() {
    return boot.begun();
  }

  public Disk disk() {
    return disk;
  }

  /** The numbers of file systems. */
  DeviceNumbers deviceNumbers() {
    return boot.deviceNumbers();
  }

  /** The mount namespace of pid 1. */
  public MountNamespace files() {
    return processes().init().files();
  }

  public ProgramRegistry programs() {
    return programs;
  }

  public ProcessTable processes() {
    return boot.processes();
  }

  public Journal journal() {
    return journal;
  }

  /** The services that {@code systemctl} controls. */
  public Units units() {
    return units;
  }

  /**
   * Starts a child of pid 1.
   *
   * @throws FileException ENOENT, EACCES or ENOEXEC if there is no such executable, EAGAIN if the
   *     machine is down
   */
  public Process start(ProcessSpec spec) throws FileException {
    return processes().init().start(spec);
  }
}
