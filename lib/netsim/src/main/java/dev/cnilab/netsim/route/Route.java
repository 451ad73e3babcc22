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
    REDIRECT,
    KERNEL,
    BOOT,
    STATIC,
    BIRD,
    DHCP,
    /** Calico's agent; the number 80, which has no name. */
    FELIX
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
