package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;

/** Learns from ICMP what no route says: a smaller path MTU, or a better router (route.c). */
final class PathUpdates {
  private final Sysctl sysctl;
  private final Routing routing;
  private final PathExceptions exceptions;
  private final NeighborTable neighbors;

  PathUpdates(Sysctl sysctl, Routing routing, PathExceptions exceptions, NeighborTable neighbors) {
    this.sysctl = sysctl;
    this.routing = routing;
    this.exceptions = exceptions;
    this.neighbors = neighbors;
  }

  /** Learns from an error about a packet of this host, if there is anything to learn. */
  void learn(IcmpMessage error, QuotedPacket about, Ipv4Address sender) {
    if (error.type() == IcmpMessage.REDIRECT) {
      redirect(about, sender, error.gateway());
    } else if (error.type() == IcmpMessage.DESTINATION_UNREACHABLE
        && error.code() == IcmpMessage.FRAGMENTATION_NEEDED) {
      reduceMtu(about, error.nextHopMtu());
    }
  }

  /** Records a smaller path MTU (__ip_rt_update_pmtu). */
  private void reduceMtu(QuotedPacket about, int mtu) {
    try {
      learnMtu(routing.output(about.destination(), about.source(), null), about.destination(), mtu);
    } catch (ErrnoException noRoute) {
      // There is no path to record it for.
    }
  }

  void learnMtu(Path path, Ipv4Address destination, int mtu) {
    int least = sysctl.get(Setting.ROUTE_MIN_PMTU);
    boolean locked = path.match() != null && path.match().route().metrics().mtuLocked();
    if (path.match() != null && path.type() != RouteType.LOCAL && !locked && mtu <= path.mtu()) {
      exceptions.learnMtu(
          destination,
          path.match(),
          Math.max(mtu, least),
          mtu < least,
          Duration.ofSeconds(sysctl.get(Setting.ROUTE_MTU_EXPIRES)));
    }
  }

  /**
   * Records a better router once its MAC address is resolved. Only the router in use may name one,
   * and a neighbor needs none (__ip_do_redirect).
   */
  private void redirect(QuotedPacket about, Ipv4Address router, Ipv4Address gateway) {
    try {
      Path path = routing.output(about.destination(), about.source(), null);
      boolean accepts =
          path.device().conf().get(LinkSetting.FORWARDING) != 0
              ? sysctl.both(path.device().conf(), LinkSetting.ACCEPT_REDIRECTS)
              : sysctl.either(path.device().conf(), LinkSetting.ACCEPT_REDIRECTS);
      if (accepts
          && path.match() != null
          && router.equals(path.nextHop())
          && !router.equals(about.destination())
          && !gateway.equals(router)
          && routing.isUnicast(gateway)
          && neighbors.resolve(gateway, path.device()) != null) {
        exceptions.learnGateway(about.destination(), path.match(), gateway);
      }
    } catch (ErrnoException noRoute) {
      // There is no path to correct.
    }
  }
}
