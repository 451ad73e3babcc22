package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Dummy;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkOptions;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.OperState;
import java.util.ArrayList;
import java.util.List;

/** The flags of a link as {@code ip} prints them between angle brackets. */
public final class LinkFlags {
  private LinkFlags() {}

  public static List<String> of(Link link) {
    List<String> flags = new ArrayList<>();
    if (link.isUp() && !isRunning(link)) {
      flags.add("NO-CARRIER");
    }
    LinkOptions options = link.options();
    if (link instanceof Loopback) {
      flags.add("LOOPBACK");
    } else if (!(link instanceof Ipip)) {
      flags.add("BROADCAST");
    }
    if (link instanceof Ipip tunnel && tunnel.remote() != null) {
      flags.add("POINTOPOINT");
    }
    boolean pointsAnywhere =
        link instanceof Loopback || link instanceof Ipip || link instanceof Dummy;
    if (!pointsAnywhere && options.multicast()) {
      flags.add("MULTICAST");
    }
    if (link instanceof Ipip || !options.arp()) {
      flags.add("NOARP");
    }
    if (options.allMulticast()) {
      flags.add("ALLMULTI");
    }
    if (options.promiscuous()) {
      flags.add("PROMISC");
    }
    if (link.isUp()) {
      flags.add("UP");
      if (link.hasCarrier()) {
        flags.add("LOWER_UP");
      }
    }
    return flags;
  }

  /** IFF_RUNNING: up in the sense of RFC 2863. */
  public static boolean isRunning(Link link) {
    OperState state = link.operState();
    return link.isUp() && (state == OperState.UP || state == OperState.UNKNOWN);
  }
}
