package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.route.Route;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** Prints routes as {@code ip monitor} does. */
public record RouteNotice(IprouteInvocation invocation) {
  /** Prints a route of the table with that number. */
  public void route(int table, Route route) {
    new RouteReport(invocation, RouteFilter.none()).print(route, RouteWords.table(table));
  }
}
