package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes by prefix. A packet's lookup makes no garbage: each prefix length has a sorted array of
 * networks, which is made again when a route changes.
 */
final class PrefixMap {
  private static final RouteMatch[] NONE = {};

  private final SortedMap<Ipv4Prefix, List<Route>> routes = new TreeMap<>();
  private Level[] levels = {};

  /** All networks of one prefix length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and changed by nobody else
  private record Level(int length, int mask, int[] networks, RouteMatch[][] matches) {
    static Level empty(int length) {
      int mask = length == 0 ? 0 : -1 << (32 - length);
      return new Level(length, mask, new int[0], new RouteMatch[0][]);
    }

    /** This one with other matches for a network; without the network if there are none. */
    Level with(int network, RouteMatch[] changed) {
      int found = Arrays.binarySearch(networks, network);
      int at = found < 0 ? -found - 1 : found;
      int behind = found < 0 ? at : at + 1;
      int put = changed.length == 0 ? 0 : 1;
      int size = at + put + networks.length - behind;
      int[] newNetworks = Arrays.copyOf(networks, size);
      RouteMatch[][] newMatches = Arrays.copyOf(matches, size);
      System.arraycopy(networks, behind, newNetworks, at + put, networks.length - behind);
      System.arraycopy(matches, behind, newMatches, at + put, networks.length - behind);
      if (put == 1) {
        newNetworks[at] = network;
        newMatches[at] = changed;
      }
      return new Level(length, mask, newNetworks, newMatches);
    }

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
    change(prefix, matches(changed));
  }

  /** Makes only the arrays of the prefix's length again: a node may have thousands of routes. */
  private void change(Ipv4Prefix prefix, RouteMatch[] matches) {
    int at = 0;
    while (at < levels.length && levels[at].length > prefix.length()) {
      at++;
    }
    boolean known = at < levels.length && levels[at].length == prefix.length();
    Level before = known ? levels[at] : Level.empty(prefix.length());
    Level after = before.with(prefix.address().bits(), matches);
    List<Level> changed = new ArrayList<>(List.of(levels));
    if (known) {
      changed.remove(at);
    }
    if (after.networks.length > 0) {
      changed.add(at, after);
    }
    levels = changed.toArray(Level[]::new);
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
