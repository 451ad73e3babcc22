package dev.cnilab.netsim.route;

/** What becomes of packets to a route's destination (RTN_*). */
public enum RouteType {
  UNICAST,
  LOCAL,
  BROADCAST,
  MULTICAST,
  BLACKHOLE,
  UNREACHABLE,
  PROHIBIT,
  THROW
}
