package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.Hardware;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of a machine from one boot to the next; nothing of it is on disk. */
final class Boot {
  private final Machine machine;
  private final Instant begun;
  private final Cgroup cgroup;
  private final LoadAverage load;
  private final ProcessTable processes;
  private final NamespaceIds namespaceIds;
  private final LocalSockets localSockets = new LocalSockets();
  private final DeviceNumbers deviceNumbers;
  private final SocketIds socketIds = new SocketIds();
  private final FileLocks fileLocks;
  private @Nullable String id;

  /** Creates a kernel that has just started pid 1 with the root directory {@code root}. */
  Boot(Machine machine, String hostname, MountNamespace root) {
    this.machine = machine;
    this.begun = machine.loop().now();
    this.deviceNumbers = new DeviceNumbers(machine);
    this.fileLocks = new FileLocks(machine.loop());
    this.cgroup = Cgroup.root(machine.loop());
    cgroup.pids().setMax(Hardware.MOST_PROCESSES);
    cgroup.memory().setMax(Hardware.MEMORY_KI * 1024);
    this.load = new LoadAverage(machine.loop(), cgroup.cpu());
    NetworkNamespace network = machine.network().newNamespace(hostname);
    network.log().readBy(line -> machine.journal().append("", "kernel", 0, line));
    this.processes =
        new ProcessTable(
            machine,
            cgroup,
            new Namespaces(
                root,
                network,
                PidNamespace.ofMachine(),
                new UtsNamespace(hostname),
                new IpcNamespace()));
    this.namespaceIds = new NamespaceIds(processes.init());
  }

  /** The boot ID, a UUID generated on the first call; random(4). */
  String id() {
    if (id == null) {
      id = new UUID(machine.loop().random().nextLong(), machine.loop().random().nextLong()) + "";
    }
    return id;
  }

  Instant begun() {
    return begun;
  }

  Cgroup cgroup() {
    return cgroup;
  }

  LoadAverage load() {
    return load;
  }

  ProcessTable processes() {
    return processes;
  }

  NamespaceIds namespaceIds() {
    return namespaceIds;
  }

  DeviceNumbers deviceNumbers() {
    return deviceNumbers;
  }

  SocketIds socketIds() {
    return socketIds;
  }

  FileLocks fileLocks() {
    return fileLocks;
  }

  LocalSockets localSockets() {
    return localSockets;
  }

  /** Whether any process other than pid 1 exists. */
  boolean isBusy() {
    return processes.all().size() > 1;
  }

  /** Sends a signal to all processes; pid 1 ignores it. */
  void signal(Signal signal) {
    processes.all().forEach(process -> process.kill(signal));
  }

  /** Stops the kernel: its links are deleted and no more processes can be started. */
  void end() {
    cgroup.pids().setMax(0);
    NetworkNamespace network = processes.init().network();
    network.log().readBy(line -> {}); // timers of connections may keep it reachable for a while
    network.close();
  }
}
