package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Locale;

/** The neighbor table as {@code arp} prints it. */
record ArpTable(Process process, boolean numeric) {
  private static final String TITLE =
      "Address                  HWtype  HWaddress           Flags Mask            Iface\n";

  /** Like {@code arp -n}. */
  String table(List<NeighborEntry> entries) {
    StringBuilder text = new StringBuilder(entries.isEmpty() ? "" : TITLE);
    for (NeighborEntry each : entries) {
      boolean known = each.state().isValid();
      text.append(
          String.format(
              Locale.ROOT,
              "%-23s  %-6s  %-18s  %-22s%s%n",
              name(each.address()),
              known ? "ether" : "",
              known ? String.valueOf(each.mac()) : "(incomplete)",
              known ? "C" + (each.state() == NeighborState.PERMANENT ? "M" : "") : "",
              each.link().name()));
    }
    return text.toString();
  }

  /**
   * Like {@code arp -a}.
   *
   * @param gap the text between the type and the flags, which busybox has
   */
  String lines(List<NeighborEntry> entries, String gap) {
    StringBuilder text = new StringBuilder();
    for (NeighborEntry each : entries) {
      boolean known = each.state().isValid();
      String name = numeric ? "?" : new Resolver(process).nameOf(each.address()).orElse("?");
      text.append(name).append(" (").append(each.address()).append(") at ");
      text.append(known ? each.mac() + " [ether] " : "<incomplete> ");
      text.append(each.state() == NeighborState.PERMANENT ? "PERM " : gap);
      text.append("on ").append(each.link().name()).append('\n');
    }
    return text.toString();
  }

  private String name(Ipv4Address address) {
    return numeric
        ? address.toString()
        : new Resolver(process).nameOf(address).orElse(address.toString());
  }
}
