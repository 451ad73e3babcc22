package dev.cnilab.netsim.neighbor;

import java.time.Duration;

/**
 * What the kernel reports about a neighbor entry beside its state (struct nda_cacheinfo).
 *
 * @param references how often it is in use elsewhere: once while a timer runs
 * @param used since a packet had to wait for or to check the entry
 * @param confirmed since the neighbor was known to be reachable; a new entry counts as confirmed
 *     two reachable times ago
 * @param updated since the last change of state or MAC address
 * @param probes the requests of the last resolution, which counts on from {@code ucast_solicit}
 */
public record NeighborStatistics(
    int references, Duration used, Duration confirmed, Duration updated, int probes) {

  /** What it reports now, from the moments of each event; all in nanoseconds of the loop. */
  static NeighborStatistics at(
      long now, int references, long used, long confirmed, long updated, int probes) {
    return new NeighborStatistics(
        references,
        Duration.ofNanos(now - used),
        Duration.ofNanos(now - confirmed),
        Duration.ofNanos(now - updated),
        probes);
  }
}
