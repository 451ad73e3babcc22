package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One routing table (net/ipv4/fib_trie.c, fib_semantics.c). */
public final class RouteTable {
  private final Fib fib;
  private final int number;
  private final PrefixMap routes;

  RouteTable(Fib fib, int number) {
    this.fib = fib;
    this.number = number;
    this.routes = new PrefixMap(fib.memory());
  }

  /** The routes in the order in which Linux lists them: by prefix, then by metric. */
  public List<Route> list() {
    return routes.all();
  }

  /**
   * Like {@code ip route add}.
   *
   * @throws ErrnoException EEXIST if there is a route to this prefix with this metric; ENETUNREACH
   *     ("Nexthop has invalid gateway") if the gateway is on no link; ENETDOWN if the link is down;
   *     EINVAL if the prefix has bits beyond its length or the source is not an address of this
   *     host; ENOMEM if there is no memory for it
   */
  public void add(RouteRequest request) {
    Caller.requireAdministrator();
    Route route = resolve(request);
    if (firstWith(route) != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
    insert(route);
  }

  /** Like {@code ip route replace}: replaces the route with this prefix and metric. */
  public void replace(RouteRequest request) {
    Caller.requireAdministrator();
    Route route = resolve(request);
    Route old = firstWith(route);
    if (old == null) {
      insert(route);
    } else {
      List<Route> changed = new ArrayList<>(routes.get(route.destination()));
      changed.set(changed.indexOf(old), route);
      routes.put(route.destination(), changed);
      announce(route);
    }
  }

  /**
   * Like {@code ip route change}: replaces an existing route.
   *
   * @throws ErrnoException ENOENT if there is no route with this prefix and metric
   */
  public void change(RouteRequest request) {
    Caller.requireAdministrator();
    if (firstWith(resolve(request)) == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    replace(request);
  }

  /**
   * Like {@code ip route append}: adds it after the routes with this prefix and metric.
   *
   * @throws ErrnoException as {@link #add}; EEXIST only for an identical route
   */
  public void append(RouteRequest request) {
    Caller.requireAdministrator();
    Route route = resolve(request);
    if (routes.get(route.destination()).contains(route)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    insert(route);
  }

  /**
   * Like {@code ip route prepend}: adds it before the routes with this prefix and metric.
   *
   * @throws ErrnoException as {@link #add}, except for EEXIST
   */
  public void prepend(RouteRequest request) {
    Caller.requireAdministrator();
    Route route = resolve(request);
    List<Route> changed = new ArrayList<>(routes.get(route.destination()));
    changed.add(placeBefore(changed, route.metric()), route);
    routes.put(route.destination(), changed);
    announce(route);
  }

  /**
   * Like {@code ip route del}: removes the first route that matches.
   *
   * @throws ErrnoException ESRCH if none does
   */
  public void delete(RouteRequest request) {
    Caller.requireAdministrator();
    Route found =
        routes.get(request.destination).stream()
            .filter(request::matches)
            .findFirst()
            .orElseThrow(() -> new ErrnoException(Errno.ESRCH));
    removeAndSay(found);
  }

  private @Nullable Route firstWith(Route route) {
    for (Route each : routes.get(route.destination())) {
      if (each.metric() == route.metric()) {
        return each;
      }
    }
    return null;
  }

  private void insert(Route route) {
    List<Route> present = routes.get(route.destination());
    if (present.isEmpty()) {
      routes.put(route.destination(), List.of(route));
    } else {
      List<Route> changed = new ArrayList<>(present);
      changed.add(placeBefore(changed, route.metric() + 1L), route);
      routes.put(route.destination(), changed);
    }
    announce(route);
  }

  /** The index of the first route with at least this metric. */
  private static int placeBefore(List<Route> routes, long metric) {
    int at = 0;
    while (at < routes.size() && routes.get(at).metric() < metric) {
      at++;
    }
    return at;
  }

  private void remove(Route route) {
    List<Route> changed = new ArrayList<>(routes.get(route.destination()));
    changed.removeIf(each -> each.equals(route));
    routes.put(route.destination(), changed);
  }

  private void announce(Route route) {
    fib.listeners().forEach(listener -> listener.routeAdded(number, route));
  }

  private void removeAndSay(Route route) {
    remove(route);
    fib.listeners().forEach(listener -> listener.routeDeleted(number, route));
  }

  /** Removes routes to a prefix one by one and notifies listeners (fib_magic). */
  void deleteIf(Ipv4Prefix destination, Predicate<Route> condition) {
    routes.get(destination).stream().filter(condition).toList().forEach(this::removeAndSay);
  }

  /** Removes routes that have become invalid, without notifying listeners (fib_table_flush). */
  void flushIf(Predicate<Route> condition) {
    routes.matching(condition).forEach(this::remove);
  }

  /**
   * Like {@link #flushIf}, for the routes with this source, if there are any (fib_info_laddrhash).
   */
  void flushWithSource(Ipv4Address source) {
    if (routes.hasSource(source)) {
      flushIf(route -> source.equals(route.preferredSource()));
    }
  }

  /**
   * The best route to an address (fib_table_lookup).
   *
   * @param out the link it must use; null for any
   * @param scope routes of a wider scope are ignored
   * @param hash of the flow, which selects one of several next hops
   */
  @Nullable RouteMatch lookup(Ipv4Address address, @Nullable Link out, Scope scope, int hash) {
    for (int level = 0; level < routes.levels(); level++) {
      RouteMatch[] matches = routes.find(level, address.bits());
      for (RouteMatch match : matches) {
        if (match.route().scope().compareTo(scope) >= 0 && usable(match, out)) {
          return match.route().nextHops().size() > 1 ? choose(match.route(), out, hash) : match;
        }
      }
    }
    return null;
  }

  private static boolean usable(RouteMatch match, @Nullable Link out) {
    NextHop hop = match.hop();
    return hop == null || (!hop.isDead() && (out == null || hop.device() == out));
  }

  /** Selects one of several next hops by weight (fib_select_multipath). */
  private static RouteMatch choose(Route route, @Nullable Link out, int hash) {
    List<RouteMatch> usable =
        route.nextHops().stream()
            .map(hop -> new RouteMatch(route, hop))
            .filter(match -> usable(match, out))
            .toList();
    int total = usable.stream().mapToInt(match -> match.way().weight()).sum();
    int at = Math.floorMod(hash, total);
    for (RouteMatch match : usable) {
      at -= match.way().weight();
      if (at < 0) {
        return match;
      }
    }
    throw new IllegalStateException("weights of " + route + " do not add up");
  }

  private Route resolve(RouteRequest request) {
    Ipv4Prefix destination = request.destination;
    if (!destination.network().equals(destination)) {
      throw NextHopCheck.invalid("Invalid prefix for given prefix length");
    }
    Ipv4Address source = request.preferredSource;
    RouteType type = request.typeOrDefault();
    boolean ownAddress = type == RouteType.LOCAL && destination.address().equals(source);
    if (source != null && !ownAddress && fib.typeOf(source) != RouteType.LOCAL) {
      throw NextHopCheck.invalid("Invalid prefsrc address");
    }
    Scope scope = request.scopeOrDefault();
    List<NextHop> hops = new ArrayList<>();
    if (type.error() != null && !request.hops.isEmpty()) {
      throw NextHopCheck.invalid(
          "Gateway, device and multipath can not be specified for this route type");
    }
    if (type.error() == null) {
      request.hops.forEach(hop -> hops.add(new NextHopCheck(fib).resolve(hop, scope)));
      if (hops.isEmpty()) {
        throw new ErrnoException(Errno.ENODEV);
      }
    }
    Route.Protocol protocol = request.protocol == null ? Route.Protocol.BOOT : request.protocol;
    return new Route(
        type, destination, request.metric, scope, protocol, source, hops, request.metrics);
  }
}
