package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.trace.DropReason;

/** Where a packet that came in goes (ip_route_input). */
sealed interface InputRoute {
  /** To this host. */
  record Local() implements InputRoute {}

  /** To this host as to all on the link. */
  record Broadcast() implements InputRoute {}

  /**
   * On, by another link or back by the same one.
   *
   * @param senderIsNeighbor whether the sender is on the link the packet came in by
   */
  record Forward(RouteMatch match, boolean senderIsNeighbor) implements InputRoute {}

  /** Nowhere: there is no route, one that refuses, or forwarding is off. */
  record Refused(Errno error, String detail) implements InputRoute {}

  /** Nowhere: its addresses can not be right here. */
  record Martian(DropReason reason, String detail) implements InputRoute {}

  InputRoute LOCAL = new Local();
  InputRoute BROADCAST = new Broadcast();
}
