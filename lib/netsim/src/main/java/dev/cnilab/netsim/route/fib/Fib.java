package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.route.Flow;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleEffect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding information base of a namespace: its routing tables and the rules that select
 * them.
 */
public final class Fib {
  private final Links links;

  /** The numbers of the two tables in which every packet is looked up (RT_TABLE_*). */
  public static final int LOCAL = 255;

  public static final int MAIN = 254;

  /** The number of the table that is looked up last; it does not exist until it is used. */
  public static final int DEFAULT = 253;

  private final RoutingRules rules;

  private List<RouteListener> listeners = List.of();

  private final SortedMap<Integer, RouteTable> tables = new TreeMap<>();
  private final RouteTable local;
  private final RouteTable main;

  public Fib(Links links) {
    this.links = links;
    this.rules = new RoutingRules(this);
    this.local = table(LOCAL);
    this.main = table(MAIN);
  }

  TableMemory memory() {
    return links.memory().tables();
  }

  /** The table of this host's own addresses and of broadcast addresses. */
  public RouteTable local() {
    return local;
  }

  public RouteTable main() {
    return main;
  }

  /** The policy routing rules, which choose a packet's routing table. */
  public RoutingRules rules() {
    return rules;
  }

  /** The number of the table that a route is in; 0 if it is in none. */
  @SuppressWarnings("ReferenceEquality") // two tables may have equal routes
  public int tableOf(Route route) {
    return tables.entrySet().stream()
        .filter(each -> each.getValue().list().stream().anyMatch(other -> other == route))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /** The table with this number, created if it does not exist. */
  public RouteTable table(int number) {
    return tables.computeIfAbsent(number, none -> new RouteTable(this, number));
  }

  /**
   * Notifies a listener of changes to routes and rules.
   *
   * @return ends the notifications when run
   */
  public Runnable listen(RouteListener listener) {
    List<RouteListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
    return () -> listeners = listeners.stream().filter(each -> each != listener).toList();
  }

  List<RouteListener> listeners() {
    return listeners;
  }

  /** All tables by number. */
  public SortedMap<Integer, RouteTable> tables() {
    return Collections.unmodifiableSortedMap(tables);
  }

  /** The route of a packet, from the first matching rule whose table has one (fib_lookup). */
  public @Nullable RouteMatch lookup(Flow flow) {
    if (rules.areInitial()) {
      return lookup(flow.destination(), flow.out(), Scope.GLOBAL, flow.hash());
    }
    List<RoutingRule> all = rules.list();
    for (int at = 0; at < all.size(); at++) {
      if (!all.get(at).selector().selects(flow)) {
        continue;
      }
      switch (all.get(at).effect()) {
        case RuleEffect.Nothing nothing -> {}
        case RuleEffect.GoTo to -> at = Math.max(at, rules.target(to.target()) - 1);
        case RuleEffect.Refusal refusal -> {
          return refusal.type() == RouteType.UNREACHABLE ? null : refusal(refusal.type());
        }
        case RuleEffect.Lookup lookup -> {
          RouteTable table = tables.get(lookup.table());
          RouteMatch match =
              table == null
                  ? null
                  : table.lookup(flow.destination(), flow.out(), Scope.GLOBAL, flow.hash());
          if (match != null && match.type() != RouteType.THROW && !lookup.suppresses(match)) {
            return match;
          }
        }
      }
    }
    return null;
  }

  private static RouteMatch refusal(RouteType type) {
    return new RouteMatch(
        new Route(
            type,
            Ipv4Prefix.DEFAULT,
            0,
            Scope.GLOBAL,
            Route.Protocol.KERNEL,
            null,
            List.of(),
            RouteMetrics.NONE),
        null);
  }

  /**
   * The route to an address by the initial rules: from the table local, otherwise from main,
   * otherwise from default; null if there is none.
   *
   * @param out the link it must use; null for any
   * @param hash of the flow, which selects one of several next hops
   */
  @Nullable RouteMatch lookup(Ipv4Address address, @Nullable Link out, Scope scope, int hash) {
    RouteMatch own = local.lookup(address, out, scope, hash);
    RouteMatch found = own != null ? own : main.lookup(address, out, scope, hash);
    RouteTable last = found == null ? tables.get(DEFAULT) : null;
    return last == null ? found : last.lookup(address, out, scope, hash);
  }

  /** The type of an address for this host: local, broadcast, multicast, or otherwise unicast. */
  public RouteType typeOf(Ipv4Address address) {
    if (address.isMulticast()) {
      return RouteType.MULTICAST;
    }
    if (address.isZeroNetwork() || address.isBroadcast()) {
      return RouteType.BROADCAST;
    }
    RouteMatch match = local.lookup(address, null, Scope.GLOBAL, 0);
    return match == null ? RouteType.UNICAST : match.type();
  }

  /**
   * The source address for packets that leave by a link (inet_select_addr).
   *
   * @param peer an address of its subnet is preferred; null for the first
   * @param scope the narrowest scope that the address may have
   * @return null if this host has no such address
   */
  public @Nullable Ipv4Address sourceFor(Link device, @Nullable Ipv4Address peer, Scope scope) {
    Ipv4Address first = null;
    for (LinkAddress each : device.addresses()) {
      if (!each.secondary() && each.scope().compareTo(scope) <= 0) {
        if (peer == null || each.network().contains(peer)) {
          return each.address();
        }
        first = first == null ? each.address() : first;
      }
    }
    return first != null ? first : ofOtherLink(scope);
  }

  private @Nullable Ipv4Address ofOtherLink(Scope scope) {
    for (Link link : links.all()) {
      for (LinkAddress each : link.addresses()) {
        if (!each.secondary() && each.scope() != Scope.LINK && each.scope().compareTo(scope) <= 0) {
          return each.address();
        }
      }
    }
    return null;
  }

  /** The source address of this host's packets on a route (fib_result_prefsrc). */
  public @Nullable Ipv4Address sourceFor(RouteMatch match) {
    Ipv4Address preferred = match.route().preferredSource();
    return preferred != null
        ? preferred
        : sourceFor(match.device(), match.way().gateway(), match.route().scope());
  }
}
