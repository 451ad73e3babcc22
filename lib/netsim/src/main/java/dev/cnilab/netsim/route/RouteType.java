package dev.cnilab.netsim.route;

import dev.cnilab.netsim.kernel.Errno;
import org.jspecify.annotations.Nullable;

/** The fate of packets to a route's destination (RTN_*, fib_props in net/ipv4). */
public enum RouteType {
  UNICAST(null),
  LOCAL(null),
  BROADCAST(null),
  MULTICAST(null),
  BLACKHOLE(Errno.EINVAL),
  UNREACHABLE(Errno.EHOSTUNREACH),
  PROHIBIT(Errno.EACCES),
  /** As if the table had no route. */
  THROW(Errno.ENETUNREACH);

  private final @Nullable Errno error;

  RouteType(@Nullable Errno error) {
    this.error = error;
  }

  /** The error for the sender; null if the packet is sent. */
  public @Nullable Errno error() {
    return error;
  }
}
