package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.route.fib.RouteTable;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ip route show} and {@code ip route flush}. */
final class RouteList {
  /** The work of a deletion, in microseconds. */
  private static final int DELETION = 3;

  private RouteList() {}

  static void show(Arguments arguments, IprouteInvocation invocation) {
    RouteFilter filter = RouteFilter.parse(arguments, invocation);
    if (invocation.settings().family() == AddressFamily.INET6) {
      new Ipv6RouteList(invocation, filter).print();
      return;
    }
    RouteReport report = new RouteReport(invocation, filter);
    if (filter.table == RouteWords.CACHE) {
      invocation
          .network()
          .ipv4()
          .answers()
          .learned()
          .forEach(
              (destination, answer) ->
                  new RouteAnswerReport(invocation).cached(destination, answer, filter));
    }
    requireTable(filter, invocation, "Dump terminated");
    chosen(filter, invocation)
        .forEach((number, table) -> print(table, RouteWords.table(number), filter, report));
  }

  private static void requireTable(
      RouteFilter filter, IprouteInvocation invocation, String otherwise) {
    boolean several = filter.table == RouteWords.ALL || filter.table == RouteWords.CACHE;
    if (!several && !invocation.network().routeTables().containsKey(filter.table)) {
      throw CommandFailure.of(
          CommandFailure.KERNEL, "Error: ipv4: FIB table does not exist.\n" + otherwise);
    }
  }

  /** The tables to list or flush, by number. */
  private static Map<Integer, RouteTable> chosen(RouteFilter filter, IprouteInvocation invocation) {
    Map<Integer, RouteTable> tables = new TreeMap<>(invocation.network().routeTables());
    tables.keySet().removeIf(each -> filter.table != RouteWords.ALL && filter.table != each);
    return tables;
  }

  private static void print(RouteTable table, String name, RouteFilter filter, RouteReport report) {
    table.list().stream().filter(filter::admits).forEach(route -> report.print(route, name));
  }

  static void flush(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("\"ip route flush\" requires arguments.");
    }
    RouteFilter filter = RouteFilter.parse(arguments, invocation);
    if (filter.table == RouteWords.CACHE) {
      invocation.network().ipv4().forgetLearned();
    }
    requireTable(filter, invocation, "Flush terminated");
    Map<RouteTable, List<Route>> doomed = new LinkedHashMap<>();
    for (RouteTable table : chosen(filter, invocation).values()) {
      doomed.put(table, table.list().stream().filter(filter::admits).toList());
    }
    if (doomed.values().stream().anyMatch(routes -> !routes.isEmpty())) {
      invocation.requireFlushing(CommandFailure.KERNEL);
    }
    tell(doomed, filter, invocation);
    doomed.forEach(
        (table, routes) ->
            routes.forEach(
                route -> {
                  invocation.process().work(DELETION);
                  table.delete(exactly(route));
                }));
  }

  /** What {@code -s} says of a flush; twice, it lists the routes before. */
  private static void tell(
      Map<RouteTable, List<Route>> doomed, RouteFilter filter, IprouteInvocation invocation) {
    int verbosity = invocation.settings().statistics();
    int count = doomed.values().stream().mapToInt(List::size).sum();
    if (verbosity == 0 || filter.table == RouteWords.CACHE) {
      return;
    }
    if (verbosity > 1) {
      RouteReport report = new RouteReport(invocation, filter);
      doomed.forEach(
          (table, routes) ->
              routes.forEach(route -> report.print(route, RouteWords.table(filter.table))));
    }
    invocation
        .report()
        .text(
            count == 0
                ? "Nothing to flush.\n"
                : "\n*** Round 1, deleting "
                    + count
                    + " entries ***\n*** Flush is complete after 1 round ***\n");
  }

  private static RouteRequest exactly(Route route) {
    Scope scope = route.scope();
    RouteRequest request =
        RouteRequest.to(route.destination())
            .type(route.type())
            .scope(scope)
            .protocol(route.protocol())
            .metric(route.metric());
    for (NextHop hop : route.nextHops()) {
      request.nextHop(hop.device(), hop.gateway(), hop.weight());
    }
    return request;
  }
}
