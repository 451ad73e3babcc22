package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a routing table.
 *
 * @param metric lower is better, 0 is best
 * @param protocol its origin
 * @param preferredSource the source address of this host's packets
 * @param nextHops none for a blackhole, unreachable, prohibit or throw route
 * @param metrics the path metrics given with {@code mtu}, {@code advmss} and so on
 */
public record Route(
    RouteType type,
    Ipv4Prefix destination,
    int metric,
    Scope scope,
    Protocol protocol,
    @Nullable Ipv4Address preferredSource,
    List<NextHop> nextHops,
    RouteMetrics metrics) {

  /** The origin of a route (RTPROT_*). */
  public enum Protocol {
    REDIRECT(1),
    KERNEL(2),
    BOOT(3),
    STATIC(4),
    GATED(8),
    RA(9),
    MRT(10),
    ZEBRA(11),
    BIRD(12),
    DNROUTED(13),
    XORP(14),
    NTK(15),
    DHCP(16),
    KEEPALIVED(18),
    BABEL(42),
    /** Calico's agent; this number has no name. */
    FELIX(80),
    OPENR(99),
    BGP(186),
    ISIS(187),
    OSPF(188),
    RIP(189),
    EIGRP(192);

    private final int number;

    Protocol(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  public Route {
    nextHops = List.copyOf(nextHops);
  }

  public boolean uses(Link link) {
    return nextHops.stream().anyMatch(hop -> hop.device() == link);
  }

  /** The route in short, like the start of its line in {@code ip route}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (type != RouteType.UNICAST) {
      text.append(type.name().toLowerCase(Locale.ROOT)).append(' ');
    }
    text.append(destination.length() == 0 ? "default" : destination);
    for (NextHop hop : nextHops) {
      text.append(hop.gateway() == null ? "" : " via " + hop.gateway());
      text.append(" dev ").append(hop.device().name());
    }
    return text.toString();
  }
}
