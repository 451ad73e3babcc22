package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Dummy;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Ipvlan;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Macvlan;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;

/** The kind of a link in {@code ip link … type}. */
public final class LinkKind {
  private LinkKind() {}

  /** The kind; empty for links that {@code ip link add} does not create. */
  static String of(Link link) {
    return switch (link) {
      case Veth veth -> "veth";
      case Datapath datapath -> "openvswitch";
      case Bridge bridge -> "bridge";
      case Vxlan vxlan -> "vxlan";
      case Ipip ipip -> "ipip";
      case Dummy dummy -> "dummy";
      case Macvlan macvlan -> "macvlan";
      case Ipvlan ipvlan -> "ipvlan";
      case Loopback loopback -> "";
      case Nic nic -> "";
    };
  }

  /** Whether a link is of a kind, or with {@code _slave} attached to a master of that kind. */
  public static boolean matches(Link link, String kind) {
    if (kind.endsWith("_slave")) {
      return link.master().filter(master -> kind.equals(of(master) + "_slave")).isPresent();
    }
    return of(link).equals(kind);
  }
}
