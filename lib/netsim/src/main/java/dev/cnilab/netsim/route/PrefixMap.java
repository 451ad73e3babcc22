package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes by prefix. A packet's lookup makes no garbage: each prefix length has a sorted array of
 * networks, which is made anew when a route changes.
 */
final class PrefixMap {
  private static final RouteMatch[] NONE = {};

  private final SortedMap<Ipv4Prefix, List<Route>> routes = new TreeMap<>();
  private Level[] levels = {};

  /** All networks of one prefix length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and changed by nobody else
  private record Level(int mask, int[] networks, RouteMatch[][] matches) {
    RouteMatch[] find(int address) {
      int at = Arrays.binarySearch(networks, address & mask);
      return at < 0 ? NONE : matches[at];
    }
  }

  /** How many prefix lengths there are. */
  int levels() {
    return levels.length;
  }

  /** What leads to an address, at the {@code level}th longest prefix length; best metric first. */
  RouteMatch[] find(int level, int address) {
    return levels[level].find(address);
  }

  List<Route> get(Ipv4Prefix prefix) {
    return routes.getOrDefault(prefix, List.of());
  }

  List<Route> all() {
    List<Route> all = new ArrayList<>();
    routes.values().forEach(all::addAll);
    return all;
  }

  void put(Ipv4Prefix prefix, List<Route> changed) {
    if (changed.isEmpty()) {
      routes.remove(prefix);
    } else {
      routes.put(prefix, List.copyOf(changed));
    }
    rebuild();
  }

  private void rebuild() {
    SortedMap<Integer, SortedMap<Integer, RouteMatch[]>> byLength = new TreeMap<>();
    routes.forEach(
        (prefix, same) ->
            byLength
                .computeIfAbsent(-prefix.length(), none -> new TreeMap<>())
                .put(prefix.address().bits(), matches(same)));
    levels =
        byLength.entrySet().stream()
            .map(level -> level(-level.getKey(), level.getValue()))
            .toArray(Level[]::new);
  }

  private static Level level(int length, Map<Integer, RouteMatch[]> networks) {
    return new Level(
        length == 0 ? 0 : -1 << (32 - length),
        networks.keySet().stream().mapToInt(Integer::intValue).toArray(),
        networks.values().toArray(RouteMatch[][]::new));
  }

  private static RouteMatch[] matches(List<Route> routes) {
    List<RouteMatch> matches = new ArrayList<>();
    for (Route route : routes) {
      if (route.nextHops().isEmpty()) {
        matches.add(new RouteMatch(route, null));
      }
      route.nextHops().forEach(hop -> matches.add(new RouteMatch(route, hop)));
    }
    return matches.toArray(RouteMatch[]::new);
  }
}
