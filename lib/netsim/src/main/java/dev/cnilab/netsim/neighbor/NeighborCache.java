package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.kernel.KernelLog;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The size of a machine's ARP cache, which the tables of all its namespaces share, and the removal
 * of unused entries (net/core/neighbour.c).
 */
public final class NeighborCache {
  /** The age from which an entry can be removed to make room. */
  private static final Duration OLD = Duration.ofSeconds(5);

  /** The interval of the periodic removal, in nanoseconds: half of the base reachable time. */
  private static final long PERIOD = Duration.ofSeconds(15).toNanos();

  private final EventLoop loop;
  private final Sysctl sysctl;
  private final KernelLog log;

  /** The entries except the permanent ones, oldest first (gc_list). */
  private final Map<Neighbor, NeighborTable> removable = new LinkedHashMap<>();

  private long flushed;
  private @Nullable Timer periodic;

  /**
   * The cache of a machine.
   *
   * @param sysctl of its first namespace
   */
  public NeighborCache(EventLoop loop, Sysctl sysctl, KernelLog log) {
    this.loop = loop;
    this.sysctl = sysctl;
    this.log = log;
    this.flushed = loop.nanoTime();
  }

  /** Whether there is room for one more entry, for which others may be removed (neigh_alloc). */
  boolean admits() {
    int entries = removable.size();
    boolean full = entries >= sysctl.get(Setting.NEIGH_GC_THRESH3);
    boolean many = entries >= sysctl.get(Setting.NEIGH_GC_THRESH2);
    if ((full || (many && loop.nanoTime() - flushed > OLD.toNanos())) && !makesRoom() && full) {
      log.printLimited("neighbour: arp_cache: neighbor table overflow!");
      return false;
    }
    return true;
  }

  /** Removes unused entries, down to the second threshold (neigh_forced_gc). */
  private boolean makesRoom() {
    int most = Math.max(1, removable.size() - sysctl.get(Setting.NEIGH_GC_THRESH2));
    flushed = loop.nanoTime();
    return remove(NeighborCache::isUnused, most) > 0;
  }

  /** Whether nothing waits for it, and it is of no use or has not changed for long. */
  private static boolean isUnused(NeighborEntry entry) {
    boolean useless = entry.state() == NeighborState.FAILED || entry.state() == NeighborState.NOARP;
    NeighborStatistics statistics = entry.statistics();
    return statistics.references() == 0 && (useless || statistics.updated().compareTo(OLD) > 0);
  }

  /** Whether nothing waits for it, and it has failed or was not used for long. */
  private static boolean isStale(NeighborEntry entry) {
    NeighborStatistics statistics = entry.statistics();
    long limit = entry.link().conf().get(LinkSetting.GC_STALE_TIME);
    boolean old =
        Math.min(statistics.used().toSeconds(), statistics.confirmed().toSeconds()) >= limit;
    return statistics.references() == 0 && (old || entry.state() == NeighborState.FAILED);
  }

  /** Removes entries that satisfy a condition, oldest first; returns how many were removed. */
  private int remove(Predicate<NeighborEntry> condition, int most) {
    List<Neighbor> found =
        removable.keySet().stream()
            .filter(each -> condition.test(each.entry()))
            .limit(most)
            .toList();
    for (Neighbor each : found) {
      NeighborTable table = removable.get(each);
      if (table != null) {
        table.remove(each);
      }
    }
    return found.size();
  }

  /** Called for a new entry, and for one that has become permanent or no longer is. */
  void update(Neighbor neighbor, NeighborTable table) {
    if (neighbor.state() == NeighborState.PERMANENT) {
      removable.remove(neighbor);
    } else if (removable.putIfAbsent(neighbor, table) == null) {
      removePeriodically();
    }
  }

  /** Called when an entry is deleted. */
  void forget(Neighbor neighbor) {
    removable.remove(neighbor);
  }

  private void removePeriodically() {
    if (periodic == null && removable.size() >= sysctl.get(Setting.NEIGH_GC_THRESH1)) {
      periodic = loop.schedule(PERIOD, this::removeStale);
    }
  }

  /** Removes what has failed, and what was not used for long (neigh_periodic_work). */
  private void removeStale() {
    periodic = null;
    if (removable.size() >= sysctl.get(Setting.NEIGH_GC_THRESH1)) {
      remove(NeighborCache::isStale, removable.size());
    }
    removePeriodically();
  }
}
