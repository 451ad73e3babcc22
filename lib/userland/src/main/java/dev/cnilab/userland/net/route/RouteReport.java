package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.Route.Protocol;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Scopes;
import dev.cnilab.userland.net.command.iproute.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a route (print_route). */
final class RouteReport {
  private static final int HOST = 32;

  private final CommandReport out;
  private final Settings settings;
  private final RouteFilter filter;

  RouteReport(IprouteInvocation invocation, RouteFilter filter) {
    this.out = invocation.report();
    this.settings = invocation.settings();
    this.filter = filter;
  }

  void print(Route route, String table) {
    if (settings.isBusybox()) {
      busybox(route, table);
      return;
    }
    out.openObject();
    if (route.type() != RouteType.UNICAST || settings.detailed()) {
      out.field("type", "%s ", RouteWords.name(route.type()));
    }
    out.field("dst", "%s ", destination(route.destination()));
    if (route.nextHops().size() == 1) {
      way(route.nextHops().getFirst());
    }
    if (filter.table == RouteWords.ALL && (!table.equals("main") || settings.detailed())) {
      out.field("table", "table %s ", table);
    }
    attributes(route);
    out.openArray("flags");
    if (route.nextHops().size() == 1) {
      flags(route.nextHops().getFirst());
    } else if (!route.nextHops().isEmpty()
        && route.nextHops().stream().allMatch(NextHop::isLinkDown)) {
      out.element("%s ", "linkdown");
    }
    out.closeArray();
    metrics(out, route.metrics());
    if (route.nextHops().size() > 1) {
      ways(route.nextHops());
    }
    out.text("\n");
    out.closeObject();
  }

  /** Prints the given metrics, if there are any. */
  static void metrics(CommandReport out, RouteMetrics metrics) {
    if (metrics.values().isEmpty()) {
      return;
    }
    out.openArray("metrics").openObject();
    metrics
        .values()
        .forEach(
            (metric, value) -> {
              String name = metric.name().toLowerCase(Locale.ROOT);
              boolean locked =
                  metric == RouteMetrics.Metric.RTO_MIN
                      || (metric == RouteMetrics.Metric.MTU && metrics.mtuLocked());
              out.json(name, value);
              out.text(name + (locked ? " lock " : " ") + RouteWords.text(metric, value) + " ");
            });
    out.closeObject().closeArray();
  }

  /** Prints as busybox's ip does (networking/libiproute/iproute.c). */
  private void busybox(Route route, String table) {
    if (route.type() != RouteType.UNICAST) {
      out.text(RouteWords.name(route.type()) + " ");
    }
    out.text(destination(route.destination()) + " ");
    if (route.nextHops().size() == 1) {
      NextHop hop = route.nextHops().getFirst();
      out.text(hop.gateway() == null ? "" : "via " + hop.gateway() + " ");
      out.text("dev " + hop.device().name() + " ");
    }
    if (filter.table == RouteWords.ALL && !table.equals("main")) {
      out.text("table " + table + " ");
    }
    if (route.scope() != Scope.GLOBAL && !filter.scopeFixed) {
      out.text("scope " + Scopes.name(route.scope()) + " ");
    }
    if (route.preferredSource() != null) {
      out.text(" src " + route.preferredSource() + " ");
    }
    if (route.metric() != 0) {
      out.text(" metric " + Integer.toUnsignedLong(route.metric()) + " ");
    }
    if (route.nextHops().size() == 1 && route.nextHops().getFirst().onlink()) {
      out.text("onlink ");
    }
    out.text("\n");
  }

  static String destination(Ipv4Prefix prefix) {
    if (prefix.length() == 0) {
      return "default";
    }
    return prefix.length() == HOST ? prefix.address().toString() : prefix.toString();
  }

  private void way(NextHop hop) {
    if (hop.gateway() != null && (filter.via == null || filter.via.length() != HOST)) {
      out.field("gateway", "via %s ", hop.gateway());
    }
    if (filter.device == null) {
      out.field("dev", "dev %s ", hop.device().name());
    }
  }

  private void attributes(Route route) {
    if ((route.protocol() != Protocol.BOOT || settings.detailed()) && !filter.protocolFixed) {
      out.field("protocol", "proto %s ", RouteWords.name(route.protocol()));
    }
    if ((route.scope() != Scope.GLOBAL || settings.detailed()) && !filter.scopeFixed) {
      out.field("scope", "scope %s ", Scopes.name(route.scope()));
    }
    if (route.preferredSource() != null
        && (filter.source == null || filter.source.length() != HOST)) {
      out.field("prefsrc", "src %s ", route.preferredSource());
    }
    if (route.metric() != 0 && filter.metric == null) {
      out.field("metric", "metric %d ", Integer.toUnsignedLong(route.metric()));
    }
  }

  private void flags(NextHop hop) {
    List<String> flags = new ArrayList<>();
    if (hop.isDead()) {
      flags.add("dead");
    }
    if (hop.onlink()) {
      flags.add("onlink");
    }
    if (hop.isLinkDown() || hop.isDead()) {
      flags.add("linkdown");
    }
    flags.forEach(flag -> out.element("%s ", flag));
  }

  private void ways(List<NextHop> hops) {
    out.openArray("nexthops");
    for (NextHop hop : hops) {
      out.openObject();
      out.text(settings.newline() + "\tnexthop ");
      if (hop.gateway() != null) {
        out.field("gateway", "via %s ", hop.gateway());
      }
      out.field("dev", "dev %s ", hop.device().name());
      out.field("weight", "weight %d ", hop.weight());
      out.openArray("flags");
      flags(hop);
      out.closeArray();
      out.closeObject();
    }
    out.closeArray();
  }
}
