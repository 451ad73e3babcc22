package dev.cnilab.userland.net.monitor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** Prints the settings of links as {@code ip netconf} does (print_netconf). */
record NetconfReport(IprouteInvocation invocation) {
  /** Prints a link's settings of both protocols, as far as the family of the command allows. */
  void link(Link link) {
    if (invocation.settings().family() != AddressFamily.INET6) {
      ipv4(link);
    }
    if (invocation.settings().family() != AddressFamily.INET) {
      ipv6(link.name());
    }
  }

  void ipv4(Link link) {
    ipv4(
        link.name(),
        link.conf().get(LinkSetting.FORWARDING),
        link.conf().get(LinkSetting.RP_FILTER),
        link.conf().get(LinkSetting.MC_FORWARDING),
        link.conf().get(LinkSetting.PROXY_ARP),
        link.conf().get(LinkSetting.IGNORE_ROUTES_WITH_LINKDOWN));
  }

  /** Prints {@code all} or {@code default}. */
  void ipv4(String name) {
    ipv4(
        name,
        value(name, "forwarding"),
        value(name, "rp_filter"),
        value(name, "mc_forwarding"),
        value(name, "proxy_arp"),
        value(name, "ignore_routes_with_linkdown"));
  }

  private int value(String name, String key) {
    return Integer.parseInt(invocation.network().sysctl().get("net.ipv4.conf." + name + "." + key));
  }

  private void ipv4(
      String name, int forwarding, int rpFilter, int multicast, int proxy, int ignored) {
    String reverse = rpFilter == 0 ? "off" : rpFilter == 1 ? "strict" : "loose";
    invocation
        .report()
        .text("inet " + name + " forwarding " + onOff(forwarding) + " rp_filter " + reverse)
        .text(" mc_forwarding " + onOff(multicast) + " proxy_neigh " + onOff(proxy))
        .text(" ignore_routes_with_linkdown " + onOff(ignored) + " \n");
  }

  /** IPv6 has link-local addresses only here, and forwards nothing. */
  void ipv6(String name) {
    invocation
        .report()
        .text("inet6 " + name + " forwarding off mc_forwarding off proxy_neigh off")
        .text(" ignore_routes_with_linkdown off \n");
  }

  private static String onOff(int value) {
    return value == 0 ? "off" : "on";
  }
}
