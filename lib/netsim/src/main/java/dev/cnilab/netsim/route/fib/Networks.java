package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.route.RouteMatch;
import org.jspecify.annotations.Nullable;

/**
 * The networks of one prefix length and their routes: a hash table with linear probing, so that a
 * lookup or a change among thousands touches few others.
 */
final class Networks {
  private static final int FEWEST_PLACES = 4;

  private final int length;
  private final int mask;
  private int[] networks = new int[FEWEST_PLACES];
  private RouteMatch[] @Nullable [] matches = new RouteMatch[FEWEST_PLACES][];
  private int size;

  Networks(int length) {
    this.length = length;
    this.mask = length == 0 ? 0 : -1 << (32 - length);
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The matches for the network of an address; null if there are none. */
  RouteMatch @Nullable [] find(int address) {
    return matches[place(address & mask)];
  }

  /** The matches for each network, in no particular order; null for empty slots. */
  RouteMatch[] @Nullable [] all() {
    return matches;
  }

  void put(int network, RouteMatch[] leading) {
    int place = place(network);
    if (matches[place] == null) {
      size++;
    }
    networks[place] = network;
    matches[place] = leading;
    if (size * 3 > networks.length * 2) {
      grow();
    }
  }

  /** Removes a network and closes the gap for entries that were displaced by it. */
  void remove(int network) {
    int gap = place(network);
    if (matches[gap] == null) {
      return;
    }
    size--;
    matches[gap] = null;
    for (int at = next(gap); matches[at] != null; at = next(at)) {
      int wanted = wantedPlace(networks[at]);
      boolean reachable = gap < at ? wanted > gap && wanted <= at : wanted > gap || wanted <= at;
      if (!reachable) {
        networks[gap] = networks[at];
        matches[gap] = matches[at];
        matches[at] = null;
        gap = at;
      }
    }
  }

  private void grow() {
    int[] oldNetworks = networks;
    RouteMatch[][] oldMatches = matches;
    networks = new int[oldNetworks.length * 2];
    matches = new RouteMatch[oldNetworks.length * 2][];
    for (int i = 0; i < oldNetworks.length; i++) {
      if (oldMatches[i] != null) {
        int place = place(oldNetworks[i]);
        networks[place] = oldNetworks[i];
        matches[place] = oldMatches[i];
      }
    }
  }

  /** The slot of a network, or the slot where it would go. */
  private int place(int network) {
    int place = wantedPlace(network);
    while (matches[place] != null && networks[place] != network) {
      place = next(place);
    }
    return place;
  }

  private int next(int place) {
    return (place + 1) & (networks.length - 1);
  }

  /** Networks of one length end in the same bits, so the high bits of a product are used. */
  private int wantedPlace(int network) {
    return (network * 0x9e3779b9) >>> (Integer.numberOfLeadingZeros(networks.length) + 1);
  }
}
