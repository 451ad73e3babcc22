package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.userland.net.command.Invocation;
import dev.cnilab.userland.net.command.Report;
import dev.cnilab.userland.net.command.Settings;
import java.util.List;

/** Prints a link as {@code ip link} and {@code ip addr} do (print_linkinfo). */
final class LinkReport {
  private static final int QUEUE_LENGTH = 1000;

  private final Invocation invocation;
  private final Report out;
  private final Settings settings;
  private final boolean linkCommand;

  private LinkReport(Invocation invocation, boolean linkCommand) {
    this.invocation = invocation;
    this.out = invocation.report();
    this.settings = invocation.settings();
    this.linkCommand = linkCommand;
  }

  /** In the words of {@code ip link}. */
  static LinkReport ofLinks(Invocation invocation) {
    return new LinkReport(invocation, true);
  }

  /** In the words of {@code ip addr}. */
  static LinkReport ofAddresses(Invocation invocation) {
    return new LinkReport(invocation, false);
  }

  /** One padded line: name, state, and for {@code ip link} address and flags. */
  void brief(Link link) {
    boolean peerDown = name(link, "%-16s ");
    out.field("operstate", "%-14s ", link.operState().name());
    if (linkCommand) {
      out.field("address", "%s ", link.address());
      flags(link, peerDown);
      out.text("\n");
    }
  }

  /** The full entry; with the hardware address only if {@code hardware}. */
  void full(Link link, Hardware hardware) {
    out.field("ifindex", "%d: ", link.index());
    flags(link, name(link, "%s: "));
    out.field("mtu", "mtu %d ", link.mtu());
    out.field("qdisc", "qdisc %s ", Qdisc.of(link));
    link.master().ifPresent(bridge -> out.field("master", "master %s ", bridge.name()));
    out.field("operstate", "state %s ", link.operState().name());
    if (linkCommand) {
      out.field("linkmode", "mode %s ", "DEFAULT");
    }
    out.field("group", "group %s ", "default");
    out.field("txqlen", "qlen %d", QUEUE_LENGTH);
    if (hardware == Hardware.SHOWN || settings.detailed()) {
      out.text(settings.newline());
      out.field("link_type", "    link/%s ", link instanceof Loopback ? "loopback" : "ether");
      out.field("address", "%s", link.address());
      out.text(" brd ");
      out.field("broadcast", "%s", link instanceof Loopback ? link.address() : "ff:ff:ff:ff:ff:ff");
    }
    peerNamespace(link);
    if (settings.detailed()) {
      new LinkDetails(invocation).print(link, linkCommand);
    }
    if (linkCommand && settings.statistics() > 0) {
      out.text(settings.newline());
      new StatisticsReport(out, settings).print(link.statistics());
    }
    out.text("\n");
  }

  /** Whether the line with the hardware address is printed. */
  enum Hardware {
    SHOWN,
    HIDDEN
  }

  /** Prints the name and what it is paired with; returns whether that is a peer here, and down. */
  private boolean name(Link link, String format) {
    if (!(link instanceof Veth veth)) {
      out.field("ifname", format, link.name());
      return false;
    }
    if (veth.peer().links() != link.links()) {
      out.json("link_index", veth.peer().index());
      out.field(
          "ifname", format, out.isJson() ? link.name() : link.name() + "@if" + veth.peer().index());
      return false;
    }
    out.json("link", veth.peer().name());
    out.field(
        "ifname", format, out.isJson() ? link.name() : link.name() + "@" + veth.peer().name());
    return !veth.peer().isUp();
  }

  private void flags(Link link, boolean peerDown) {
    out.text("<");
    out.openArray("flags");
    List<String> flags = LinkFlags.of(link);
    for (int i = 0; i < flags.size(); i++) {
      out.element(i == 0 ? "%s" : ",%s", flags.get(i));
    }
    if (peerDown) {
      out.element(",%s", "M-DOWN");
    }
    out.closeArray();
    out.text("> ");
  }

  private void peerNamespace(Link link) {
    if (!(link instanceof Veth veth) || veth.peer().links() == link.links()) {
      return;
    }
    int id = NamespaceIds.of(invocation.links(), veth.peer().links());
    out.json("link_netnsid", id);
    out.text(
        invocation
            .namespaceOf(veth.peer())
            .map(name -> " link-netns " + name)
            .orElse(" link-netnsid " + id));
  }
}
