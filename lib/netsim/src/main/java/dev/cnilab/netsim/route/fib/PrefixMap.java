package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Routes by prefix. A packet's lookup allocates nothing, and adding a route among thousands does
 * not touch the others.
 */
final class PrefixMap {
  private static final RouteMatch[] NONE = {};

  /** The bits of a prefix length. */
  private static final int LENGTH_BITS = 6;

  /** The bits of a place among the prefixes in use. */
  private static final int INDEX_BITS = 25;

  private static final int LAST_INDEX = (1 << INDEX_BITS) - 1;

  /** One per prefix length in use, longest first. */
  private Networks[] levels = {};

  /** The heap bytes of a route, about. */
  private static final int BYTES = 250;

  /** The number of routes with each preferred source. */
  private final Map<Ipv4Address, Integer> sources = new HashMap<>();

  private final TableMemory.Entries memory;

  PrefixMap(TableMemory memory) {
    this.memory = memory.entries(BYTES);
  }

  /** The number of prefix lengths in use. */
  int levels() {
    return levels.length;
  }

  /** The matches for an address at the {@code level}th longest prefix length, best metric first. */
  RouteMatch[] find(int level, int address) {
    RouteMatch[] found = levels[level].find(address);
    return found == null ? NONE : found;
  }

  List<Route> get(Ipv4Prefix prefix) {
    Networks level = level(prefix.length());
    RouteMatch[] found = level == null ? null : level.find(prefix.address().bits());
    return found == null ? List.of() : routes(found);
  }

  /** All routes, by prefix, then in the order in which they were put. */
  List<Route> all() {
    List<RouteMatch[]> each = new ArrayList<>();
    for (Networks level : levels) {
      for (RouteMatch[] matches : level.all()) {
        if (matches != null) {
          each.add(matches);
        }
      }
    }
    long[] order = new long[each.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = sortKey(each.get(i)[0].route().destination()) << INDEX_BITS | i;
    }
    Arrays.sort(order);
    List<Route> all = new ArrayList<>(order.length);
    for (long key : order) {
      all.addAll(routes(each.get((int) key & LAST_INDEX)));
    }
    return Collections.unmodifiableList(all);
  }

  /** A number that sorts as {@link Ipv4Prefix#compareTo} does: 38 bits. */
  private static long sortKey(Ipv4Prefix prefix) {
    return (prefix.address().bits() & 0xffff_ffffL) << LENGTH_BITS | (32 - prefix.length());
  }

  /** The routes that satisfy a condition, in no particular order. */
  List<Route> matching(Predicate<Route> condition) {
    List<Route> found = new ArrayList<>();
    for (Networks level : levels) {
      for (RouteMatch[] matches : level.all()) {
        if (matches != null) {
          routes(matches).stream().filter(condition).forEach(found::add);
        }
      }
    }
    return found;
  }

  /** Whether a route has this preferred source. */
  boolean hasSource(Ipv4Address source) {
    return sources.containsKey(source);
  }

  private void count(List<Route> routes, int more) {
    for (Route route : routes) {
      if (route.preferredSource() != null) {
        sources.merge(
            route.preferredSource(), more, (one, other) -> one + other == 0 ? null : one + other);
      }
    }
  }

  /**
   * Replaces the routes of a prefix.
   *
   * @throws ErrnoException ENOMEM if there is no memory for more
   */
  void put(Ipv4Prefix prefix, List<Route> changed) {
    List<Route> present = get(prefix);
    memory.add((long) changed.size() - present.size());
    count(present, -1);
    count(changed, 1);
    Networks level = level(prefix.length());
    if (level == null) {
      level = new Networks(prefix.length());
      add(level);
    }
    if (!changed.isEmpty()) {
      level.put(prefix.address().bits(), matches(changed));
      return;
    }
    level.remove(prefix.address().bits());
    if (level.isEmpty()) {
      remove(level);
    }
  }

  private @Nullable Networks level(int length) {
    for (Networks level : levels) {
      if (level.length() == length) {
        return level;
      }
    }
    return null;
  }

  private void add(Networks level) {
    List<Networks> more = new ArrayList<>(List.of(levels));
    more.add(level);
    more.sort(Comparator.comparing(Networks::length).reversed());
    levels = more.toArray(Networks[]::new);
  }

  private void remove(Networks level) {
    List<Networks> fewer = new ArrayList<>(List.of(levels));
    fewer.remove(level);
    levels = fewer.toArray(Networks[]::new);
  }

  /** A route has one match per next hop, in sequence. */
  private static List<Route> routes(RouteMatch[] matches) {
    if (matches.length == 1) {
      return List.of(matches[0].route());
    }
    List<Route> routes = new ArrayList<>();
    for (RouteMatch match : matches) {
      if (routes.isEmpty() || !routes.getLast().equals(match.route())) {
        routes.add(match.route());
      }
    }
    return routes;
  }

  private static RouteMatch[] matches(List<Route> routes) {
    List<RouteMatch> matches = new ArrayList<>(routes.size());
    for (Route route : routes) {
      if (route.nextHops().isEmpty()) {
        matches.add(new RouteMatch(route, null));
      }
      for (NextHop hop : route.nextHops()) {
        matches.add(new RouteMatch(route, hop));
      }
    }
    return matches.toArray(RouteMatch[]::new);
  }
}
