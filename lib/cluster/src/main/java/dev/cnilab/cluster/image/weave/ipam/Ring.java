package dev.cnilab.cluster.image.weave.ipam;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which peer owns which addresses: a peer owns those from its token up to the next one. Only the
 * owner of a range changes its tokens, so the higher of two versions of a token is valid.
 */
public final class Ring {
  private final Ipv4Prefix universe;
  private final TreeMap<Long, Token> tokens = new TreeMap<>();

  /**
   * The beginning of a range.
   *
   * @param start an address as a number
   * @param free how many of the range its owner has not allocated
   */
  record Token(long start, String peer, long version, long free) {}

  Ring(Ipv4Prefix universe) {
    this.universe = universe;
  }

  static long number(Ipv4Address address) {
    return Integer.toUnsignedLong(address.bits());
  }

  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  Collection<Token> tokens() {
    return List.copyOf(tokens.values());
  }

  /** The first peer claims everything. */
  public void claim(String peer) {
    long start = number(universe.network().address());
    tokens.put(start, new Token(start, peer, 1, universe.broadcast().bits() - (int) start));
  }

  /** The ranges of a peer, in order. */
  public List<AddressRange> rangesOf(String peer) {
    List<AddressRange> ranges = new ArrayList<>();
    for (Token token : tokens.values()) {
      if (token.peer().equals(peer)) {
        ranges.add(new AddressRange(token.start(), endAfter(token.start())));
      }
    }
    return ranges;
  }

  private long endAfter(long start) {
    Long next = tokens.higherKey(start);
    return next == null ? number(universe.broadcast()) + 1 : next;
  }

  /** Gives a part of one range of {@code from} to another peer. */
  void grant(AddressRange part, String from, String to) {
    put(part.start(), to, part.size());
    if (part.end() <= number(universe.broadcast()) && !tokens.containsKey(part.end())) {
      put(part.end(), from, 0);
    }
  }

  private void put(long start, String peer, long free) {
    Token before = tokens.get(start);
    tokens.put(start, new Token(start, peer, before == null ? 1 : before.version() + 1, free));
  }

  /** Records how many free addresses a token's owner has left in its range. */
  void report(long start, long free) {
    Token token = tokens.get(start);
    if (token != null && token.free() != free) {
      put(start, token.peer(), free);
    }
  }

  /** Merges newer tokens from another peer; returns whether there were any. */
  public boolean merge(Collection<Token> others) {
    boolean changed = false;
    for (Token other : others) {
      Token own = tokens.get(other.start());
      if (own == null || own.version() < other.version()) {
        tokens.put(other.start(), other);
        changed = true;
      }
    }
    return changed;
  }

  /** The other peers with free addresses, those with the most first. */
  public List<String> donors(String self) {
    Map<String, Long> free = new TreeMap<>();
    tokens.values().stream()
        .filter(token -> !token.peer().equals(self) && token.free() > 0)
        .forEach(token -> free.merge(token.peer(), token.free(), Long::sum));
    return free.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
