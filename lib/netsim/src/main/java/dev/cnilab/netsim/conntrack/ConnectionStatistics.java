package dev.cnilab.netsim.conntrack;

/**
 * What became of packets that did not get into the table: a line of {@code conntrack -S}.
 *
 * @param invalid packets that belong to no connection and cannot begin one
 * @param drop packets for whose connection there was no room
 * @param earlyDrop connections that made room for another
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
