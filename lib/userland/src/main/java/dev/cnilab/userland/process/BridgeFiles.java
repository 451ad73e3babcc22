package dev.cnilab.userland.process;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Setting;
import dev.cnilab.userland.kernel.KernelFile.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The directories {@code bridge} and {@code brport} of links (net/bridge/br_sysfs_br.c and
 * br_sysfs_if.c); timers other than 0 are not modelled.
 */
final class BridgeFiles {
  /** The options that can be set, by their iproute2 names. */
  private static final List<String> SETTINGS =
      List.of(
          "ageing_time",
          "forward_delay",
          "hello_time",
          "max_age",
          "mcast_hash_elasticity",
          "mcast_hash_max",
          "mcast_igmp_version",
          "mcast_last_member_count",
          "mcast_last_member_interval",
          "mcast_membership_interval",
          "mcast_mld_version",
          "mcast_querier",
          "mcast_querier_interval",
          "mcast_query_interval",
          "mcast_query_response_interval",
          "mcast_query_use_ifaddr",
          "mcast_router",
          "mcast_snooping",
          "mcast_startup_query_count",
          "mcast_startup_query_interval",
          "mcast_stats_enabled",
          "nf_call_arptables",
          "nf_call_ip6tables",
          "nf_call_iptables",
          "no_linklocal_learn",
          "priority",
          "stp_state");

  private static final List<String> NUMBERS =
      List.of(
          "hello_timer",
          "root_path_cost",
          "root_port",
          "tcn_timer",
          "topology_change",
          "topology_change_detected",
          "topology_change_timer");

  /** The flags of a port, by the names of their files. */
  private static final Map<String, Switch> SWITCHES =
      Map.ofEntries(
          Map.entry("bpdu_guard", Switch.GUARD),
          Map.entry("broadcast_flood", Switch.BCAST_FLOOD),
          Map.entry("hairpin_mode", Switch.HAIRPIN),
          Map.entry("isolated", Switch.ISOLATED),
          Map.entry("learning", Switch.LEARNING),
          Map.entry("multicast_fast_leave", Switch.FASTLEAVE),
          Map.entry("multicast_flood", Switch.MCAST_FLOOD),
          Map.entry("multicast_to_unicast", Switch.MCAST_TO_UNICAST),
          Map.entry("neigh_suppress", Switch.NEIGH_SUPPRESS),
          Map.entry("proxyarp", Switch.PROXY_ARP),
          Map.entry("proxyarp_wifi", Switch.PROXY_ARP_WIFI),
          Map.entry("root_block", Switch.ROOT_BLOCK),
          Map.entry("unicast_flood", Switch.FLOOD));

  private BridgeFiles() {}

  /** The files of a bridge. */
  static Map<String, KernelFile> of(Bridge bridge) {
    Map<String, KernelFile> all = new TreeMap<>();
    for (String name : SETTINGS) {
      all.put(
          name.startsWith("mcast_") ? file(name) : name,
          setting(() -> bridge.number(name), value -> bridge.setNumber(name, value)));
    }
    for (String name : NUMBERS) {
      all.put(name, line(() -> bridge.number(name)));
    }
    all.put("bridge_id", line(bridge::identifier));
    all.put("root_id", line(bridge::identifier));
    all.put("group_addr", line(() -> "01:80:c2:00:00:00"));
    all.put("group_fwd_mask", line(() -> "0x" + Long.toHexString(bridge.number("group_fwd_mask"))));
    return all;
  }

  private static String file(String name) {
    return name.startsWith("mcast_hash") ? name.substring(6) : "multicast_" + name.substring(6);
  }

  /** The files of a bridge's port. */
  static Map<String, KernelFile> of(BridgePort port) {
    Map<String, KernelFile> all = new TreeMap<>();
    SWITCHES.forEach(
        (name, which) ->
            all.put(
                name, setting(() -> port.is(which) ? 1 : 0, value -> port.set(which, value != 0))));
    all.put("path_cost", setting(port::cost, value -> port.setCost((int) value)));
    all.put("priority", setting(port::priority, value -> port.setPriority((int) value)));
    int id = port.priority() << 10 | port.number();
    all.put("port_id", line(() -> "0x" + Integer.toHexString(id)));
    all.put("port_no", line(() -> "0x" + Integer.toHexString(port.number())));
    all.put("designated_port", line(() -> id));
    all.put("designated_cost", line(() -> 0));
    all.put("designated_bridge", line(port.bridge()::identifier));
    all.put("designated_root", line(port.bridge()::identifier));
    all.put("multicast_router", line(() -> 1));
    all.put("state", line(() -> port.state().number()));
    return all;
  }

  private static KernelFile line(Supplier<Object> value) {
    return new Text(() -> value.get() + "\n");
  }

  /** A number that can be written; the kernel reads it in any base. */
  static KernelFile setting(LongSupplier value, LongConsumer change) {
    return new Setting(
        () -> value.getAsLong() + "\n",
        text -> {
          try {
            change.accept(Long.decode(text));
          } catch (NumberFormatException malformed) {
            throw new FileException(FileError.EINVAL, text);
          } catch (ErrnoException refused) {
            throw new FileException(
                refused.errno() == Errno.ERANGE ? FileError.ERANGE : FileError.EINVAL, text);
          }
        });
  }
}
