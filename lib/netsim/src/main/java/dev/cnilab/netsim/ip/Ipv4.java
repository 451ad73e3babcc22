package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.errno.ErrnoException;

/** IPv4 of one namespace. */
@SuppressWarnings("DoNotCallSuggester")
public final class Ipv4 {
  /**
   * As {@code ip route get}.
   *
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the kernel answers
   */
  public RouteAnswer route(RouteQuery query) {
    throw new UnsupportedOperationException(query.toString());
  }
}
