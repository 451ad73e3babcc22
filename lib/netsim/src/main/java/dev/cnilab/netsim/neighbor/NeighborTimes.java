package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.sysctl.LinkSetting;

/**
 * The timing of a neighbor entry, from its link's settings, in nanoseconds (struct neigh_parms).
 *
 * @param reachableFactor a random factor of the reachable time, 0.5 to 1.5
 */
record NeighborTimes(Link link, double reachableFactor) {
  private static final long MILLISECOND = 1_000_000;

  /**
   * How long an entry stays reachable: half to one and a half times 30 seconds
   * (neigh_rand_reach_time).
   */
  long reachable() {
    return (long) (setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND * reachableFactor);
  }

  /** The age at which a confirmation counts as old. */
  long longAgo() {
    return 2 * setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND;
  }

  /** How long a stale entry may be used before it is probed. */
  long delay() {
    return setting(LinkSetting.DELAY_FIRST_PROBE_TIME) * 1000 * MILLISECOND;
  }

  /** How long a probe waits for its answer. */
  long retransmission() {
    return Math.max(setting(LinkSetting.RETRANS_TIME_MS), 10) * MILLISECOND;
  }

  /** How long after an answer other answers are ignored. */
  long lock() {
    return setting(LinkSetting.LOCKTIME) * 10 * MILLISECOND;
  }

  /** The maximum number of probes in a state. */
  long mostProbes(NeighborState state) {
    return setting(LinkSetting.UCAST_SOLICIT)
        + (state == NeighborState.PROBE
            ? setting(LinkSetting.MCAST_RESOLICIT)
            : setting(LinkSetting.MCAST_SOLICIT));
  }

  private long setting(LinkSetting setting) {
    return link.conf().get(setting);
  }
}
