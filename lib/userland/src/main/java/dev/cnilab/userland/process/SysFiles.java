package dev.cnilab.userland.process;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkOptions;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Directory;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.KernelTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files in /sys: the mount points of a machine with systemd, and the links of the reader's
 * network namespace (net/core/net-sysfs.c).
 */
final class SysFiles {
  private static final int ETHERNET = 1;
  private static final int LOOPBACK = 772;

  /** In Mb/s (drivers/net/veth.c). */
  private static final int VETH_SPEED = 10_000;

  private static final int IFF_UP = 1;
  private static final int IFF_BROADCAST = 2;
  private static final int IFF_LOOPBACK = 8;
  private static final int IFF_NOARP = 0x80;
  private static final int IFF_PROMISC = 0x100;
  private static final int IFF_ALLMULTI = 0x200;
  private static final int IFF_MULTICAST = 0x1000;

  /** Counters of what cannot happen to a simulated link. */
  private static final List<String> NEVER_COUNTED =
      List.of(
          "collisions",
          "multicast",
          "rx_compressed",
          "rx_crc_errors",
          "rx_errors",
          "rx_fifo_errors",
          "rx_frame_errors",
          "rx_length_errors",
          "rx_missed_errors",
          "rx_nohandler",
          "rx_over_errors",
          "tx_aborted_errors",
          "tx_compressed",
          "tx_fifo_errors",
          "tx_heartbeat_errors",
          "tx_window_errors");

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
                Directory.of(Map.of("net", new Directory(files::links, files::link))),
                "devices",
                Directory.of(
                    Map.of(
                        "virtual",
                        Directory.of(
                            Map.of("net", new Directory(files::virtual, files::virtualLink))))),
                "fs",
                Directory.of(Map.of("bpf", empty, "cgroup", empty)),
                "kernel",
                Directory.of(Map.of("debug", empty, "security", empty, "tracing", empty)))));
  }

  private Links visible() {
    return machine.processes().current().orElseGet(machine.processes()::init).network().links();
  }

  private Map<String, KernelFile> links() {
    Map<String, KernelFile> all = new TreeMap<>();
    visible().all().forEach(link -> all.put(link.name(), directory(link)));
    return all;
  }

  private @Nullable KernelFile link(String name) {
    return named(name).map(SysFiles::directory).orElse(null);
  }

  /** The links that are not hardware. */
  private Map<String, KernelFile> virtual() {
    Map<String, KernelFile> all = links();
    visible().all().stream().filter(Nic.class::isInstance).forEach(link -> all.remove(link.name()));
    return all;
  }

  private @Nullable KernelFile virtualLink(String name) {
    return named(name).filter(link -> !(link instanceof Nic)).map(SysFiles::directory).orElse(null);
  }

  /** The link with this name; an alternative name has no file. */
  private Optional<Link> named(String name) {
    return visible().find(name).filter(link -> link.name().equals(name));
  }

  private static KernelFile directory(Link link) {
    return new Directory(() -> of(link));
  }

  private static Map<String, KernelFile> of(Link link) {
    Map<String, KernelFile> all = new TreeMap<>();
    all.put("addr_len", line(() -> 6));
    all.put("address", line(link::address));
    all.put(
        "broadcast", line(() -> link instanceof Loopback ? MacAddress.ZERO : MacAddress.BROADCAST));
    all.put("carrier", line(() -> link.isUp() && link.hasCarrier() ? 1 : 0));
    all.put("carrier_changes", line(link.state()::carrierChanges));
    all.put("dev_id", line(() -> "0x0"));
    all.put("dev_port", line(() -> 0));
    all.put("dormant", line(() -> 0));
    all.put("flags", line(() -> "0x" + Integer.toHexString(flags(link))));
    all.put("ifalias", new Text(() -> alias(link)));
    all.put("ifindex", line(link::index));
    all.put("iflink", line(() -> link.lowerIndex() == 0 ? link.index() : link.lowerIndex()));
    all.put("link_mode", line(() -> 0));
    all.put("mtu", BridgeFiles.setting(link::mtu, value -> link.setMtu((int) value)));
    all.put("netdev_group", line(() -> link.options().group()));
    all.put("operstate", line(() -> link.operState().name().toLowerCase(Locale.ROOT)));
    all.put("proto_down", line(() -> 0));
    all.put("testing", line(() -> 0));
    all.put("tx_queue_len", line(() -> link.options().queueLength()));
    all.put("type", line(() -> link instanceof Loopback ? LOOPBACK : ETHERNET));
    all.put(
        "uevent", new Text(() -> "INTERFACE=" + link.name() + "\nIFINDEX=" + link.index() + "\n"));
    if (link instanceof Veth) {
      all.put("duplex", line(() -> "full"));
      all.put("speed", line(() -> VETH_SPEED));
    }
    all.put("statistics", new Directory(() -> statistics(link.statistics())));
    link.master().ifPresent(bridge -> all.put("master", link(bridge)));
    link.port()
        .filter(port -> !(port.bridge() instanceof Datapath))
        .ifPresent(port -> all.put("brport", new Directory(() -> BridgeFiles.of(port))));
    if (link instanceof Bridge bridge && !(link instanceof Datapath)) {
      all.put("bridge", new Directory(() -> BridgeFiles.of(bridge)));
      all.put("brif", new Directory(() -> ports(bridge), name -> port(bridge, name)));
      all.put("duplex", line(() -> "unknown"));
      all.put("speed", line(() -> speed(bridge)));
    }
    return all;
  }

  /** The speed of the fastest port (br_get_link_ksettings); -1 for unknown. */
  private static int speed(Bridge bridge) {
    boolean any =
        bridge.ports().stream()
            .map(BridgePort::link)
            .anyMatch(link -> link instanceof Veth && link.isUp() && link.hasCarrier());
    return any ? VETH_SPEED : -1;
  }

  private static String alias(Link link) {
    String alias = link.options().alias();
    return alias.isEmpty() ? "" : alias + "\n";
  }

  /** The flags of include/uapi/linux/if.h that belong to the device. */
  private static int flags(Link link) {
    LinkOptions options = link.options();
    boolean port = link.port().isPresent();
    int kind =
        link instanceof Loopback
            ? IFF_LOOPBACK
            : IFF_BROADCAST | (options.multicast() ? IFF_MULTICAST : 0);
    return kind
        | (link.isUp() ? IFF_UP : 0)
        | (options.arp() ? 0 : IFF_NOARP)
        | (port || options.promiscuous() ? IFF_PROMISC : 0)
        | (port || options.allMulticast() ? IFF_ALLMULTI : 0);
  }

  private static Map<String, KernelFile> ports(Bridge bridge) {
    Map<String, KernelFile> all = new TreeMap<>();
    bridge
        .ports()
        .forEach(port -> all.put(port.link().name(), new Directory(() -> BridgeFiles.of(port))));
    return all;
  }

  private static @Nullable KernelFile port(Bridge bridge, String name) {
    return bridge
        .links()
        .find(name)
        .flatMap(Link::port)
        .filter(port -> port.bridge() == bridge && port.link().name().equals(name))
        .map(port -> (KernelFile) new Directory(() -> BridgeFiles.of(port)))
        .orElse(null);
  }

  private static KernelFile link(Link to) {
    return new KernelFile.Link(() -> "../" + to.name());
  }

  private static Map<String, KernelFile> statistics(LinkStatistics counted) {
    Map<String, KernelFile> all = new TreeMap<>();
    all.put("rx_bytes", line(counted::rxBytes));
    all.put("rx_packets", line(counted::rxPackets));
    all.put("rx_dropped", line(counted::rxDropped));
    all.put("tx_bytes", line(counted::txBytes));
    all.put("tx_packets", line(counted::txPackets));
    all.put("tx_dropped", line(counted::txDropped));
    all.put("tx_errors", line(counted::txErrors));
    all.put("tx_carrier_errors", line(counted::txCarrierErrors));
    for (String never : NEVER_COUNTED) {
      all.put(never, line(() -> 0));
    }
    return all;
  }

  private static KernelFile line(Supplier<Object> value) {
    return new Text(() -> value.get() + "\n");
  }
}
