package dev.cnilab.netsim.route;

import dev.cnilab.netsim.errno.ErrnoException;
import java.util.List;

/** One routing table. */
@SuppressWarnings("DoNotCallSuggester")
public final class RouteTable {
  /** The routes in the order in which Linux lists them: by prefix, then by metric. */
  public List<Route> list() {
    return List.of();
  }

  /**
   * As {@code ip route add}.
   *
   * @throws ErrnoException EEXIST if there is a route to this prefix with this metric; ENETUNREACH
   *     ("Nexthop has invalid gateway.") if the gateway is on no link; ENETDOWN if the link is
   *     down; EINVAL if the source is no address of this host
   */
  public void add(RouteRequest request) {
    throw new UnsupportedOperationException();
  }

  /** As {@code ip route replace}: takes the place of the route with this prefix and metric. */
  public void replace(RouteRequest request) {
    throw new UnsupportedOperationException();
  }

  /** As {@code ip route append}: comes after the routes with this prefix and metric. */
  public void append(RouteRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@code ip route del}: removes the first route that matches.
   *
   * @throws ErrnoException ESRCH if none does
   */
  public void delete(RouteRequest request) {
    throw new UnsupportedOperationException();
  }
}
