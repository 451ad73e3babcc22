package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.Hardware;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a machine has from one start of its kernel to the next; nothing of it is on the disk. */
final class Boot {
  private final Machine machine;
  private final Instant begun;
  private final Cgroup cgroup;
  private final LoadAverage load;
  private final ProcessTable processes;
  private final NamespaceIds namespaceIds = new NamespaceIds();
  private final LocalSockets localSockets = new LocalSockets();
  private final SocketIds socketIds = new SocketIds();
  private @Nullable String id;

  /** A kernel that has just started pid 1, whose root directory is {@code root}. */
  Boot(Machine machine, String hostname, MountNamespace root) {
    this.machine = machine;
    this.begun = machine.loop().now();
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
    for (NamespaceKind kind : NamespaceKind.values()) {
      namespaceIds.name(kind, processes.init());
    }
  }

  /** A UUID, drawn when it is first asked for; random(4). */
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

  SocketIds socketIds() {
    return socketIds;
  }

  LocalSockets localSockets() {
    return localSockets;
  }

  /** Whether anything runs beside pid 1. */
  boolean isBusy() {
    return processes.all().size() > 1;
  }

  /** Sends all but pid 1 a signal, which that ignores. */
  void signal(Signal signal) {
    processes.all().forEach(process -> process.kill(signal));
  }

  /** The end of the kernel: its links are gone, and nothing can be started any more. */
  void end() {
    cgroup.pids().setMax(0);
    NetworkNamespace network = processes.init().network();
    network.log().readBy(line -> {}); // timers of connections may hold it for a while
    network.close();
  }
}
