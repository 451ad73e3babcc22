package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RoutingRule;

/**
 * Notified of routes and rules as they change, like the groups RTNLGRP_IPV4_ROUTE and
 * RTNLGRP_IPV4_RULE of rtnetlink(7). Routes that disappear with a link or with their source address
 * are not reported, as in Linux.
 */
public interface RouteListener {
  /** A route was added to the table of that number, or replaced another one there. */
  void routeAdded(int table, Route route);

  void routeDeleted(int table, Route route);

  void ruleAdded(RoutingRule rule);

  void ruleDeleted(RoutingRule rule);
}
