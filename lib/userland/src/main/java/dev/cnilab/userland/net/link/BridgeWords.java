package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The arguments after {@code type bridge}. */
final class BridgeWords {
  private static final List<String> NUMBERS =
      List.of(
          "forward_delay",
          "hello_time",
          "max_age",
          "ageing_time",
          "stp_state",
          "priority",
          "vlan_filtering",
          "group_fwd_mask",
          "no_linklocal_learn",
          "vlan_default_pvid",
          "vlan_stats_enabled",
          "vlan_stats_per_port",
          "mcast_router",
          "mcast_snooping",
          "mcast_vlan_snooping",
          "mcast_query_use_ifaddr",
          "mcast_querier",
          "mcast_hash_elasticity",
          "mcast_hash_max",
          "mcast_last_member_count",
          "mcast_startup_query_count",
          "mcast_last_member_interval",
          "mcast_membership_interval",
          "mcast_querier_interval",
          "mcast_query_interval",
          "mcast_query_response_interval",
          "mcast_startup_query_interval",
          "mcast_stats_enabled",
          "mcast_igmp_version",
          "mcast_mld_version",
          "nf_call_iptables",
          "nf_call_ip6tables",
          "nf_call_arptables");

  private BridgeWords() {}

  /** The changes to a bridge that the arguments ask for. */
  static Consumer<Bridge> take(Arguments arguments) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    while (!arguments.isEmpty()) {
      String word = arguments.next();
      String key =
          NUMBERS.stream().filter(each -> Arguments.matches(word, each)).findFirst().orElse("");
      if (!key.isEmpty()) {
        long most = key.equals("priority") ? 0xffff : 0xffff_ffffL;
        if (key.equals("vlan_filtering")) {
          throw new ErrnoException(Errno.EOPNOTSUPP); // a kernel without BRIDGE_VLAN_FILTERING
        }
        numbers.put(key, arguments.number(0, most, "invalid " + key));
      } else if (Arguments.matches(word, "help")) {
        throw CommandFailure.refused(Usage.text("link-bridge"));
      } else if (Arguments.matches(word, "vlan_protocol")
          || Arguments.matches(word, "group_address")) {
        arguments.next();
      } else if (!Arguments.matches(word, "fdb_flush")) {
        throw CommandFailure.refused(
            "bridge: unknown command \"" + word + "\"?\n" + Usage.text("link-bridge"));
      }
    }
    return bridge -> numbers.forEach(bridge::setNumber);
  }
}
