package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.sysctl.LinkSetting;

/**
 * How a link's settings time the life of a neighbour, in nanoseconds (struct neigh_parms).
 *
 * @param reachableFactor by how much this one differs from others: 0.5 to 1.5
 */
record NeighborTimes(Link link, double reachableFactor) {
  private static final long MILLISECOND = 1_000_000;

  /**
   * How long it counts as reachable: half to one and a half of 30 seconds (neigh_rand_reach_time).
   */
  long reachable() {
    return (long) (setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND * reachableFactor);
  }

  /** Before now by as much, nobody has confirmed it for long. */
  long longAgo() {
    return 2 * setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND;
  }

  /** How long a stale one may be used before it is probed. */
  long delay() {
    return setting(LinkSetting.DELAY_FIRST_PROBE_TIME) * 1000 * MILLISECOND;
  }

  /** How long a probe waits for its answer. */
  long retransmission() {
    return Math.max(setting(LinkSetting.RETRANS_TIME_MS), 10) * MILLISECOND;
  }

  /** How long an answer keeps others from being believed. */
  long lock() {
    return setting(LinkSetting.LOCKTIME) * 10 * MILLISECOND;
  }

  /** How many probes it gets in a state. */
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
