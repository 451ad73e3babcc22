package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.AddressList;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import java.util.function.Predicate;

/**
 * Maintains the routes that follow from the addresses of a namespace's links
 * (net/ipv4/fib_frontend.c): to each address, to its subnet, and to its broadcast addresses.
 */
public final class LinkRoutes {
  private final Fib fib;

  public LinkRoutes(Fib fib) {
    this.fib = fib;
  }

  /** Adds the routes of a link's address; while the link is down, only the local route. */
  public void addressAdded(Link link, LinkAddress added) {
    Ipv4Address primary = primary(link, added);
    RouteRequest own = RouteRequest.to(Ipv4Prefix.of(added.address())).type(RouteType.LOCAL);
    install(fib.local(), own.dev(link).source(primary));
    if (!link.isUp()) {
      return;
    }
    Ipv4Address broadcast = added.broadcast();
    if (broadcast != null && !broadcast.isBroadcast()) {
      install(fib.local(), broadcast(broadcast, link, primary));
    }
    Ipv4Prefix network = added.network();
    if (!added.secondary() && !network.address().isZeroNetwork() && hasSubnet(added)) {
      boolean loopback = link instanceof Loopback;
      RouteRequest subnet =
          RouteRequest.to(network).dev(link).source(primary).metric(added.metric());
      if (added.prefixRoute()) {
        install(
            loopback ? fib.local() : fib.main(), loopback ? subnet.type(RouteType.LOCAL) : subnet);
      }
      if (network.length() < 31) {
        install(fib.local(), broadcast(network.broadcast(), link, primary));
      }
    }
  }

  /** Gives the route to an address's subnet another metric (fib_modify_prefix_metric). */
  public void metricChanged(Link link, LinkAddress before, LinkAddress after) {
    Ipv4Prefix network = after.network();
    if (!link.isUp() || after.secondary() || !after.prefixRoute() || !hasSubnet(after)) {
      return;
    }
    install(
        fib.main(),
        RouteRequest.to(network).dev(link).source(after.address()).metric(after.metric()));
    fib.main()
        .deleteIf(
            network,
            route ->
                route.protocol() == Route.Protocol.KERNEL
                    && route.metric() == before.metric()
                    && route.uses(link));
  }

  private static boolean hasSubnet(LinkAddress address) {
    return address.local().length() < 32 || address.peer() != null;
  }

  private static Ipv4Address primary(Link link, LinkAddress added) {
    if (!added.secondary()) {
      return added.address();
    }
    return link.inet().in(added.network()).stream()
        .filter(each -> !each.secondary())
        .findFirst()
        .orElse(added)
        .address();
  }

  private static RouteRequest broadcast(Ipv4Address address, Link link, Ipv4Address source) {
    return RouteRequest.to(Ipv4Prefix.of(address))
        .type(RouteType.BROADCAST)
        .dev(link)
        .source(source);
  }

  private static void install(RouteTable table, RouteRequest request) {
    try {
      table.append(request.protocol(Route.Protocol.KERNEL));
    } catch (ErrnoException alreadyThere) {
      // As in fib_magic: several addresses may ask for the same route.
    }
  }

  /** Removes the routes that only this address needed, and those with it as their source. */
  public void addressRemoved(Link link, LinkAddress removed) {
    AddressList left = link.inet();
    Ipv4Prefix network = removed.network();
    if (!removed.secondary() && left.in(network).isEmpty()) {
      removeOn(fib.main(), link, RouteType.UNICAST, network);
      if (hasSubnet(removed)) {
        removeOn(fib.local(), link, RouteType.LOCAL, network);
      }
      removeOn(fib.local(), link, RouteType.BROADCAST, Ipv4Prefix.of(network.broadcast()));
    }
    Ipv4Address broadcast = removed.broadcast();
    if (broadcast != null && !left.hasBroadcast(broadcast)) {
      removeOn(fib.local(), link, RouteType.BROADCAST, Ipv4Prefix.of(broadcast));
    }
    if (!left.has(removed.address())) {
      removeOn(fib.local(), link, RouteType.LOCAL, Ipv4Prefix.of(removed.address()));
    }
    if (fib.typeOf(removed.address()) != RouteType.LOCAL) {
      fib.tables().values().forEach(table -> table.flushWithSource(removed.address()));
    }
  }

  private static void removeOn(RouteTable table, Link link, RouteType type, Ipv4Prefix prefix) {
    table.deleteIf(
        prefix,
        route ->
            route.protocol() == Route.Protocol.KERNEL && route.type() == type && route.uses(link));
  }

  /** Adds the routes of a link's addresses. */
  public void linkUp(Link link) {
    link.addresses().forEach(address -> addressAdded(link, address));
  }

  /** Removes the routes that have become dead; the host's own addresses stay reachable. */
  public void linkDown(Link link) {
    removeEverywhere(route -> route.uses(link) && allDead(route));
  }

  private static boolean allDead(Route route) {
    return route.nextHops().stream().allMatch(NextHop::isDead);
  }

  /** Removes all routes over a deleted link. */
  public void linkRemoved(Link link) {
    removeEverywhere(route -> route.uses(link));
  }

  private void removeEverywhere(Predicate<Route> condition) {
    fib.tables().values().forEach(table -> table.flushIf(condition));
  }
}
