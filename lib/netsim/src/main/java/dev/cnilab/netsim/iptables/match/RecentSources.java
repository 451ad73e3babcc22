package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A list of {@code -m recent}: when each source was last seen (net/netfilter/xt_recent.c). */
public final class RecentSources {
  private final String name;
  private final Map<Ipv4Address, Long> seen = new HashMap<>();

  public RecentSources(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  void note(Ipv4Address source, long now) {
    seen.put(source, now);
  }

  boolean has(Ipv4Address source, long now, Duration atMost) {
    seen.values().removeIf(then -> now - then > atMost.toNanos());
    return seen.containsKey(source);
  }
}
