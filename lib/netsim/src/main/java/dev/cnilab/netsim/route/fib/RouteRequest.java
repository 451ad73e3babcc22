package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ip route add|replace|append|del}. Omitted ones get their default when a
 * route is added, and match everything when one is deleted.
 */
public final class RouteRequest {
  final Ipv4Prefix destination;
  @Nullable RouteType type;
  @Nullable Scope scope;
  Route.@Nullable Protocol protocol;
  @Nullable Ipv4Address preferredSource;
  int metric;
  RouteMetrics metrics = RouteMetrics.NONE;
  final List<Hop> hops = new ArrayList<>();

  /** A requested next hop; the table can find the device. */
  record Hop(@Nullable Link device, @Nullable Ipv4Address gateway, int weight, boolean onlink) {
    boolean matches(NextHop hop) {
      return (device == null || device == hop.device())
          && (gateway == null || gateway.equals(hop.gateway()));
    }
  }

  private RouteRequest(Ipv4Prefix destination) {
    this.destination = destination;
  }

  /** A route to a prefix, unicast unless {@link #type} says otherwise. */
  public static RouteRequest to(Ipv4Prefix destination) {
    return new RouteRequest(destination);
  }

  public RouteRequest type(RouteType newType) {
    type = newType;
    return this;
  }

  /** Sets the scope; the default is link for a route without a gateway, host for a local one. */
  public RouteRequest scope(Scope newScope) {
    scope = newScope;
    return this;
  }

  public RouteRequest protocol(Route.Protocol newProtocol) {
    protocol = newProtocol;
    return this;
  }

  /** Sets the source address of this host's packets ({@code src}). */
  public RouteRequest source(Ipv4Address address) {
    preferredSource = address;
    return this;
  }

  public RouteRequest metric(int newMetric) {
    metric = newMetric;
    return this;
  }

  public RouteRequest metrics(RouteMetrics newMetrics) {
    metrics = newMetrics;
    return this;
  }

  /** Adds a next hop directly on a link. */
  public RouteRequest dev(Link device) {
    return nextHop(device, null, 1);
  }

  /** Adds a next hop through a router, whose link is found from the other routes. */
  public RouteRequest via(Ipv4Address gateway) {
    return nextHop(null, gateway, 1);
  }

  public RouteRequest via(Ipv4Address gateway, Link device) {
    return nextHop(device, gateway, 1);
  }

  /** Adds a next hop through a router that is assumed to be on the link, whatever its address. */
  public RouteRequest viaOnlink(Ipv4Address gateway, Link device) {
    hops.add(new Hop(device, gateway, 1, true));
    return this;
  }

  /**
   * Adds one of several next hops.
   *
   * @param device null to find it from the gateway
   * @param gateway null if the destination is on the link
   * @param weight 1 to 256
   */
  public RouteRequest nextHop(@Nullable Link device, @Nullable Ipv4Address gateway, int weight) {
    hops.add(new Hop(device, gateway, weight, false));
    return this;
  }

  RouteType typeOrDefault() {
    return type == null ? RouteType.UNICAST : type;
  }

  /**
   * The scope, which is derived from the type and the gateway if it was not given, as in iproute2.
   */
  Scope scopeOrDefault() {
    if (scope != null) {
      return scope;
    }
    boolean gateway = hops.stream().anyMatch(hop -> hop.gateway() != null);
    return switch (typeOrDefault()) {
      case LOCAL -> Scope.HOST;
      case BROADCAST, MULTICAST -> Scope.LINK;
      case UNICAST -> gateway ? Scope.GLOBAL : Scope.LINK;
      case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> Scope.GLOBAL;
    };
  }

  /** Whether this request to delete matches a route. */
  boolean matches(Route route) {
    return route.destination().equals(destination)
        && (type == null || type == route.type())
        && (scope == null || scope == route.scope())
        && (protocol == null || protocol == route.protocol())
        && (preferredSource == null || preferredSource.equals(route.preferredSource()))
        && (metric == 0 || metric == route.metric())
        && hops.stream().allMatch(hop -> route.nextHops().stream().anyMatch(hop::matches));
  }
}
