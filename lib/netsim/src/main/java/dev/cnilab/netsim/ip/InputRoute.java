package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.trace.DropReason;

/** The route of a packet that came in (ip_route_input). */
sealed interface InputRoute {
  /** To this host. */
  record Local() implements InputRoute {}

  /** To this host, as a broadcast on the link. */
  record Broadcast() implements InputRoute {}

  /**
   * Forwarded, over another link or back over the same one.
   *
   * @param senderIsNeighbor whether the sender is directly on the link the packet came in on
   */
  record Forward(RouteMatch match, boolean senderIsNeighbor) implements InputRoute {}

  /** Nowhere: there is no route, the route refuses, or forwarding is off. */
  record Refused(Errno error, String detail) implements InputRoute {}

  /** Nowhere: its addresses cannot be valid here. */
  record Martian(DropReason reason, String detail) implements InputRoute {}

  InputRoute LOCAL = new Local();
  InputRoute BROADCAST = new Broadcast();
}
