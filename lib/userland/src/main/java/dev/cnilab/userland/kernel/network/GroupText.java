package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.kernel.GeneratedText;
import dev.cnilab.userland.kernel.LittleEndian;
import java.util.List;

/** /proc/net/dev_mcast and /proc/net/igmp (net/core/dev_addr_lists.c, net/ipv4/igmp.c). */
final class GroupText {
  private GroupText() {}

  static void linkLayer(NetworkNamespace network, GeneratedText text) {
    for (Link link : network.links().all()) {
      MulticastGroups groups = MulticastGroups.of(link);
      for (MacAddress group : groups.linkLayer()) {
        text.line(
            "%-4d %-15s %-5d %-5d %012x"
                .formatted(
                    link.index(),
                    link.name(),
                    1,
                    groups.added().contains(group) ? 1 : 0,
                    group.bits()));
      }
    }
  }

  static void igmp(NetworkNamespace network, GeneratedText text) {
    text.line("Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter");
    for (Link link : network.links().all()) {
      List<Ipv4Address> groups = MulticastGroups.of(link).ipv4();
      if (!groups.isEmpty()) {
        text.line("%d\t%-10s: %5d %7s".formatted(link.index(), link.name(), groups.size(), "V3"));
      }
      for (Ipv4Address group : groups) {
        text.line("\t\t\t\t%s %5d %d:%08X\t\t%d".formatted(LittleEndian.hex(group), 1, 0, 0, 0));
      }
    }
  }
}
