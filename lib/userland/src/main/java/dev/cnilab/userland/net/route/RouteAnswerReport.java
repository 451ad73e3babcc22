package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.RouteAnswer;
import dev.cnilab.netsim.ip.RouteQuery;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteMetrics.Metric;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.ArrayList;
import java.util.List;

/** Prints the route of one packet, as {@code ip route get} does. */
final class RouteAnswerReport {
  private final IprouteInvocation invocation;
  private final CommandReport report;

  RouteAnswerReport(IprouteInvocation invocation) {
    this.invocation = invocation;
    this.report = invocation.report();
  }

  void print(RouteQuery query, RouteAnswer answer) {
    int mark = query.traits().mark();
    report.openObject();
    if (answer.type() != RouteType.UNICAST || invocation.settings().detailed()) {
      report.field("type", "%s ", RouteWords.name(answer.type()));
    }
    report.field("dst", "%s ", query.destination());
    if (query.from() != null) {
      report.field("from", "from %s ", query.from());
    }
    way(answer);
    boolean usual = List.of(0, Fib.LOCAL, Fib.MAIN).contains(answer.table());
    if (!usual || invocation.settings().detailed()) {
      report.field("table", "table %s ", RouteWords.table(usual ? usual(answer) : answer.table()));
    }
    if (query.from() == null && answer.source() != null) {
      report.field("prefsrc", "src %s ", answer.source());
    }
    if (Integer.compareUnsigned(mark, 16) >= 0) {
      report.field("mark", "mark 0x%x ", mark);
    } else if (mark != 0) {
      report.field("mark", "mark %d ", mark);
    }
    report.openArray("flags");
    if (answer.type() == RouteType.MULTICAST) {
      // The kernel's RTCF_MULTICAST has the same bit as another flag of iproute2.
      report.element("%s ", "rt_offload_failed");
    }
    report.closeArray();
    if (query.in() == null) {
      report.field("uid", "uid %d ", Integer.toUnsignedLong(query.traits().user()));
    }
    cache(answer);
    if (query.in() != null) {
      report.field("iif", "iif %s ", query.in().name());
    }
    report.text("\n").closeObject();
  }

  /** Prints a route learned from ICMP, as {@code ip route show cache} lists it. */
  void cached(Ipv4Address destination, RouteAnswer answer, RouteFilter filter) {
    if (filter.device != null && filter.device != answer.device()) {
      return;
    }
    report.openObject();
    report.field("dst", "%s ", destination);
    way(answer);
    report.openArray("flags").closeArray();
    cache(answer);
    report.text("\n").closeObject();
  }

  private static int usual(RouteAnswer answer) {
    return answer.type() == RouteType.LOCAL ? Fib.LOCAL : Fib.MAIN;
  }

  private void way(RouteAnswer answer) {
    if (answer.gateway() != null) {
      report.field("gateway", "via %s ", answer.gateway());
    }
    report.field("dev", "dev %s ", answer.device().name());
  }

  private void cache(RouteAnswer answer) {
    report.text(invocation.settings().newline() + "    cache ");
    List<String> flags = new ArrayList<>();
    if (answer.delivered()) {
      flags.add("local");
    }
    if (answer.type() == RouteType.BROADCAST) {
      flags.add("brd");
    }
    if (answer.type() == RouteType.MULTICAST) {
      flags.add("mc");
    }
    if (answer.redirected()) {
      flags.add("redirected");
    }
    report.openArray("cache");
    for (int i = 0; i < flags.size(); i++) {
      report.element(i == 0 ? "<%s" : ",%s", flags.get(i));
    }
    report.closeArray();
    report.text(flags.isEmpty() ? "" : "> ");
    if (!answer.pathMtuExpires().isZero()) {
      report.field("expires", "expires %dsec ", answer.pathMtuExpires().toSeconds());
    }
    RouteReport.metrics(report, metrics(answer));
  }

  /** The route's metrics, with the learned MTU in place of its own. */
  private static RouteMetrics metrics(RouteAnswer answer) {
    RouteMetrics given = answer.route() == null ? RouteMetrics.NONE : answer.route().metrics();
    return answer.pathMtu() > 0 ? given.with(Metric.MTU, answer.pathMtu()) : given;
  }
}
