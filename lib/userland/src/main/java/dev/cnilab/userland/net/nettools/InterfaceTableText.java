package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.netsim.link.Loopback;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The table of {@code netstat -i}. */
public final class InterfaceTableText {
  private InterfaceTableText() {}

  /** The table of all links that are up. */
  public static String of(NetworkNamespace network) {
    StringBuilder text = new StringBuilder("Kernel Interface table\n");
    text.append("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR");
    text.append("    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
    List<Link> links =
        network.links().all().stream()
            .filter(Link::isUp)
            .sorted(Comparator.comparing(Link::name))
            .toList();
    for (Link link : links) {
      LinkStatistics counted = link.statistics();
      text.append(
          String.format(
              Locale.ROOT,
              "%-15s %5d %8d %6d %6d %-6d %8d %6d %6d %6d %s%n",
              link.name(),
              link.mtu(),
              counted.rxPackets(),
              0,
              counted.rxDropped(),
              0,
              counted.txPackets(),
              0,
              counted.txDropped(),
              0,
              flags(link)));
      for (Alias alias : Alias.of(link)) {
        text.append(
            String.format(
                Locale.ROOT,
                "%-15s %5d      - no statistics available -                        %s%n",
                alias.name(),
                link.mtu(),
                flags(link)));
      }
    }
    return text.toString();
  }

  private static String flags(Link link) {
    return link instanceof Loopback ? "LRU" : link.hasCarrier() ? "BMRU" : "BMU";
  }
}
