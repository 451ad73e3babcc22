package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Settings;

/** Prints a link as {@code ip link} and {@code ip addr} do (print_linkinfo). */
final class LinkReport {
  private final IprouteInvocation invocation;
  private final CommandReport out;
  private final Settings settings;
  private final Command command;

  private LinkReport(IprouteInvocation invocation, Command command) {
    this.invocation = invocation;
    this.out = invocation.report();
    this.settings = invocation.settings();
    this.command = command;
  }

  /** Prints as {@code ip link} does. */
  static LinkReport ofLinks(IprouteInvocation invocation) {
    return new LinkReport(invocation, Command.LINK);
  }

  /** Prints as {@code ip addr} does. */
  static LinkReport ofAddresses(IprouteInvocation invocation) {
    return new LinkReport(invocation, Command.ADDRESS);
  }

  /** Prints one padded line: name, state, and for {@code ip link} address and flags. */
  void brief(Link link) {
    boolean peerDown = LinkTitle.name(link, "%-16s ", out);
    out.field("operstate", "%-14s ", link.operState().name());
    if (command == Command.LINK) {
      out.field("address", "%s ", link.address());
      LinkTitle.flags(link, peerDown, out);
      out.text("\n");
    }
  }

  /** Prints the full entry, with the hardware address if asked for. */
  void full(Link link, Hardware hardware) {
    if (settings.isBusybox()) {
      busybox(link, hardware);
      return;
    }
    LinkTitle.print(link, out);
    heading(link, QdiscText.of(link));
    if (link.options().queueLength() > 0) {
      out.field("txqlen", "qlen %d", link.options().queueLength());
    }
    if (hardware == Hardware.SHOWN || settings.detailed()) {
      addresses(link);
    }
    peerNamespace(link);
    if (settings.detailed()) {
      new LinkDetails(invocation).print(link, command);
    }
    if (!link.options().alias().isEmpty() && hardware == Hardware.SHOWN) {
      out.text(settings.newline());
      out.field("ifalias", "    alias %s", link.options().alias());
    }
    if (hardware == Hardware.SHOWN) {
      alternativeNames(link);
    }
    if (command == Command.LINK && settings.statistics() > 0) {
      out.text(settings.newline());
      new StatisticsReport(out, settings).print(link);
    }
    out.text("\n");
  }

  /**
   * Prints the heading of an entry as the kernel reports a link's IPv6 part (inet6_fill_ifinfo).
   */
  void ofIpv6(Link link) {
    LinkTitle.print(link, out);
    out.field("mtu", "mtu %d ", link.mtu());
    out.field("operstate", "state %s ", link.operState().name());
    if (link.options().queueLength() > 0) {
      out.field("txqlen", "qlen %d", link.options().queueLength());
    }
    out.text("\n");
  }

  private void alternativeNames(Link link) {
    if (!link.alternativeNames().list().isEmpty()) {
      out.openArray("altnames");
      for (String name : link.alternativeNames().list()) {
        out.text(settings.newline()).element("    altname %s", name);
      }
      out.closeArray();
    }
  }

  private void heading(Link link, String qdisc) {
    out.field("mtu", "mtu %d ", link.mtu());
    out.field("qdisc", "qdisc %s ", qdisc);
    link.master().ifPresent(bridge -> out.field("master", "master %s ", bridge.name()));
    out.field("operstate", "state %s ", link.operState().name());
    if (command == Command.LINK) {
      out.field("linkmode", "mode %s ", link.options().mode());
    }
    int group = link.options().group();
    out.field("group", "group %s ", group == 0 ? "default" : String.valueOf(group));
  }

  private void addresses(Link link) {
    out.text(settings.newline());
    LinkAddressText own = LinkAddressText.of(link);
    out.field("link_type", "    link/%s ", own.type());
    out.field("address", "%s", own.address());
    out.text(LinkFlags.of(link).contains("POINTOPOINT") ? " peer " : " brd ");
    out.field("broadcast", "%s", own.broadcast());
  }

  /** Prints the entry as {@code ip monitor} does. */
  void notice(Link link) {
    LinkTitle.print(link, out);
    heading(link, QdiscText.of(link));
    addresses(link);
    peerNamespace(link);
    if (settings.detailed()) {
      new LinkDetails(invocation).print(link, command);
    }
    alternativeNames(link);
    out.text("\n");
  }

  /** Prints a deleted link as {@code ip monitor} does: without its peer or a queue. */
  void lastNotice(Link link) {
    LinkTitle.printDeleted(link, out);
    heading(link, "noop");
    addresses(link);
    out.text("\n");
  }

  /** Prints as busybox's ip does (networking/libiproute/ipaddress.c). */
  private void busybox(Link link, Hardware hardware) {
    LinkTitle.printBusybox(link, out);
    out.text("mtu " + link.mtu() + " qdisc " + QdiscText.of(link) + " ");
    link.master().ifPresent(bridge -> out.text("master " + bridge.name() + " "));
    if (link.options().queueLength() > 0) {
      out.text("qlen " + link.options().queueLength());
    }
    if (hardware == Hardware.SHOWN) {
      LinkAddressText own = LinkAddressText.of(link);
      out.text(settings.newline() + "    link/" + own.type() + " ");
      out.text(own.address() + " brd " + own.broadcast());
    }
    out.text("\n");
  }

  /** The command whose words it has. */
  enum Command {
    LINK,
    ADDRESS
  }

  /** Whether to print the line with the hardware address. */
  enum Hardware {
    SHOWN,
    HIDDEN
  }

  private void peerNamespace(Link link) {
    Link other = LinkTitle.other(link).orElse(link);
    if (other.links() == link.links()) {
      return;
    }
    int id = invocation.links().idOf(other.links());
    out.json("link_netnsid", id);
    out.text(
        invocation
            .namespaceOf(other)
            .map(name -> " link-netns " + name)
            .orElse(" link-netnsid " + id));
  }
}
