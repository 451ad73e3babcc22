package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** A list of addresses with the times of their last packets (net/netfilter/xt_recent.c). */
public final class RecentList {
  /** ip_pkt_list_tot. */
  private static final int MOST_TIMES = 20;

  private final Map<Ipv4Address, Entry> entries = new HashMap<>();

  public RecentList() {}

  private static final class Entry {
    private final Deque<Long> times = new ArrayDeque<>();
    private int ttl;
  }

  /** Whether an address is in the list, with that TTL if one is given; 0 for any. */
  boolean has(Ipv4Address address, int ttl) {
    Entry entry = entries.get(address);
    return entry != null && (ttl == 0 || entry.ttl == ttl);
  }

  /** Records a packet. */
  void note(Ipv4Address address, int ttl, long now) {
    Entry entry = entries.computeIfAbsent(address, none -> new Entry());
    entry.ttl = ttl;
    entry.times.add(now);
    if (entry.times.size() > MOST_TIMES) {
      entry.times.remove();
    }
  }

  void remove(Ipv4Address address) {
    entries.remove(address);
  }

  /** The number of recorded packets of an address since then. */
  long count(Ipv4Address address, long since) {
    Entry entry = entries.get(address);
    return entry == null ? 0 : entry.times.stream().filter(then -> then >= since).count();
  }

  /** Removes the addresses whose last packet came before then. */
  void reap(long before) {
    entries.values().removeIf(entry -> entry.times.getLast() < before);
  }
}
