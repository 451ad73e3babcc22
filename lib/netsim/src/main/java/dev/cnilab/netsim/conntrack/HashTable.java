package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.tuple.Tuple;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The buckets of the kernel's connection hash table. A full table looks for victims only in a few
 * buckets near the new connection's, so a small table with many buckets finds hardly any.
 */
final class HashTable {
  /** NF_CT_EVICTION_RANGE. */
  private static final int EVICTION_RANGE = 8;

  private final int size;
  private final Map<Integer, Set<Connection>> buckets = new HashMap<>();

  /**
   * An empty table.
   *
   * @param size the number of buckets, at least 1
   */
  HashTable(int size) {
    this.size = size;
  }

  int size() {
    return size;
  }

  void add(Connection connection) {
    for (Tuple tuple : List.of(connection.original(), connection.reply())) {
      buckets.computeIfAbsent(bucket(tuple), number -> new LinkedHashSet<>()).add(connection);
    }
  }

  void remove(Connection connection) {
    for (Tuple tuple : List.of(connection.original(), connection.reply())) {
      buckets.computeIfPresent(
          bucket(tuple),
          (number, held) -> {
            held.remove(connection);
            return held.isEmpty() ? null : held;
          });
    }
  }

  /** The connections to evict for a new one (early_drop); none if all near it are assured. */
  List<Connection> victims(Tuple newcomer) {
    int first = bucket(newcomer);
    for (int i = 0; i < EVICTION_RANGE; i++) {
      List<Connection> found =
          buckets.getOrDefault((first + i) % size, Set.of()).stream()
              .filter(each -> !each.isAssured())
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private int bucket(Tuple tuple) {
    int hash =
        JenkinsHash.of(
            0,
            tuple.source().bits(),
            tuple.destination().bits(),
            tuple.sourcePort() << 16 | tuple.destinationPort(),
            tuple.protocol() << 8 | tuple.icmpType());
    return (int) ((Integer.toUnsignedLong(hash) * size) >>> 32); // reciprocal_scale
  }
}
