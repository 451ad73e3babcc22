package dev.cnilab.netsim.conntrack;

/**
 * Counts packets that were not tracked: a line of {@code conntrack -S}.
 *
 * @param invalid packets that belong to no connection and cannot begin one
 * @param drop packets dropped because there was no room for their connection
 * @param earlyDrop connections evicted to make room for another
 */
public record ConnectionStatistics(long invalid, long drop, long earlyDrop) {
  static final ConnectionStatistics NONE = new ConnectionStatistics(0, 0, 0);

  ConnectionStatistics withInvalid() {
    return new ConnectionStatistics(invalid + 1, drop, earlyDrop);
  }

  ConnectionStatistics withDrop() {
    return new ConnectionStatistics(invalid, drop + 1, earlyDrop);
  }

  ConnectionStatistics withEarlyDrops(int count) {
    return new ConnectionStatistics(invalid, drop, earlyDrop + count);
  }
}
