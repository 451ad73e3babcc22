package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/**
 * {@code ip -6 route}: the routes of the addresses that links configured themselves. There are no
 * others, because no IPv6 packet is ever sent.
 */
record Ipv6RouteList(IprouteInvocation invocation, RouteFilter filter) {
  private static final int METRIC = 256;

  void print() {
    if (filter.table == Fib.MAIN || filter.table == RouteWords.ALL) {
      for (Link link : invocation.links().all()) {
        if (admits(link) && !(link instanceof Loopback)) {
          route("", "fe80::/64", link, METRIC);
        }
      }
    }
    if (filter.table == Fib.LOCAL || filter.table == RouteWords.ALL) {
      for (Link link : invocation.links().all()) {
        if (admits(link)) {
          route("local", link.inet6().address().orElseThrow().toString(), link, 0);
        }
      }
      for (Link link : invocation.links().all()) {
        if (admits(link) && !(link instanceof Loopback)) {
          route("multicast", "ff00::/8", link, METRIC);
        }
      }
    }
  }

  private boolean admits(Link link) {
    return link.inet6().address().isPresent() && (filter.device == null || filter.device == link);
  }

  private void route(String type, String destination, Link link, int metric) {
    CommandReport out = invocation.report();
    out.openObject();
    if (!type.isEmpty()) {
      out.field("type", "%s ", type);
    }
    out.field("dst", "%s ", destination);
    if (filter.device == null) {
      out.text("dev ").field("dev", "%s ", link.name());
    }
    if (!type.isEmpty() && filter.table == RouteWords.ALL) {
      out.field("table", "table %s ", "local");
    }
    out.field("protocol", "proto %s ", "kernel").field("metric", "metric %d ", metric);
    out.openArray("flags");
    if (link.isUp() && !link.hasCarrier()) {
      out.element("%s ", "linkdown");
    }
    out.closeArray();
    out.field("pref", "pref %s\n", "medium");
    out.closeObject();
  }
}
