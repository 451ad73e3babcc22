package dev.cnilab.userland.process;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Directory;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.KernelTree;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files in /sys: the mount points of a machine with systemd, and the links of the reader's
 * network namespace (net/core/net-sysfs.c).
 */
final class SysFiles {
  private static final int ETHERNET = 1;
  private static final int LOOPBACK = 772;

  private final Machine machine;

  private SysFiles(Machine machine) {
    this.machine = machine;
  }

  static FileTree tree(Machine machine) {
    SysFiles files = new SysFiles(machine);
    Directory empty = Directory.of(Map.of());
    return new KernelTree(
        "sysfs",
        machine.now(),
        Directory.of(
            Map.of(
                "class",
                Directory.of(Map.of("net", new Directory(files::links))),
                "fs",
                Directory.of(Map.of("bpf", empty, "cgroup", empty)),
                "kernel",
                Directory.of(Map.of("debug", empty, "security", empty, "tracing", empty)))));
  }

  private Map<String, KernelFile> links() {
    Process reader = machine.processes().current().orElseGet(machine.processes()::init);
    Map<String, KernelFile> all = new TreeMap<>();
    for (Link link : reader.network().links().all()) {
      all.put(link.name(), new Directory(() -> of(link)));
    }
    return all;
  }

  private static Map<String, KernelFile> of(Link link) {
    Map<String, KernelFile> all = new TreeMap<>();
    all.put("address", line(link::address));
    all.put("carrier", line(() -> link.isUp() && link.hasCarrier() ? 1 : 0));
    all.put("carrier_changes", line(link::carrierChanges));
    all.put("ifindex", line(link::index));
    all.put("iflink", line(() -> link.lowerIndex() == 0 ? link.index() : link.lowerIndex()));
    all.put("mtu", line(link::mtu));
    all.put("operstate", line(() -> link.operState().name().toLowerCase(Locale.ROOT)));
    all.put("tx_queue_len", line(() -> link.options().queueLength()));
    all.put("type", line(() -> link instanceof Loopback ? LOOPBACK : ETHERNET));
    all.put("statistics", new Directory(() -> statistics(link.statistics())));
    link.master().ifPresent(bridge -> all.put("master", link(bridge)));
    if (link instanceof Bridge bridge && !(link instanceof Datapath)) {
      all.put("brif", new Directory(() -> ports(bridge)));
    }
    return all;
  }

  private static Map<String, KernelFile> ports(Bridge bridge) {
    Map<String, KernelFile> all = new TreeMap<>();
    bridge.ports().forEach(port -> all.put(port.link().name(), Directory.of(Map.of())));
    return all;
  }

  private static KernelFile link(Link to) {
    return new KernelFile.Link(() -> "../" + to.name());
  }

  private static Map<String, KernelFile> statistics(LinkStatistics counted) {
    Map<String, KernelFile> all = new TreeMap<>();
    all.put("rx_bytes", line(counted::rxBytes));
    all.put("rx_packets", line(counted::rxPackets));
    all.put("rx_dropped", line(counted::rxDropped));
    all.put("rx_errors", line(() -> 0));
    all.put("tx_bytes", line(counted::txBytes));
    all.put("tx_packets", line(counted::txPackets));
    all.put("tx_dropped", line(counted::txDropped));
    all.put("tx_errors", line(counted::txErrors));
    return all;
  }

  private static KernelFile line(Supplier<Object> value) {
    return new Text(() -> value.get() + "\n");
  }
}
