package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The confirmed connections by both of their tuples (nf_conntrack_hash), until they expire. */
final class ConnectionTable {
  /** Below this number of tuples nothing searches the table for expired connections. */
  private static final int FEW = 512;

  /** The interval, in nanoseconds, at which a full table is searched for expired connections. */
  private static final long COLLECTED = Duration.ofSeconds(1).toNanos();

  /** The heap bytes of a connection, about. */
  private static final int BYTES = 600;

  private final EventLoop loop;
  private final Sysctl sysctl;
  private final Consumer<Connection> ended;
  private final TableMemory.Entries memory;
  private final Map<Tuple, Connection> byTuple = new LinkedHashMap<>();
  private int many = FEW;
  private long collected;
  private @Nullable HashTable buckets;

  /**
   * Creates an empty table.
   *
   * @param ended called with each connection that leaves the table
   */
  ConnectionTable(EventLoop loop, Sysctl sysctl, TableMemory memory, Consumer<Connection> ended) {
    this.loop = loop;
    this.sysctl = sysctl;
    this.ended = ended;
    this.memory = memory.entries(BYTES);
  }

  /** The connections in the order in which they were added. */
  Collection<Connection> list() {
    forgetExpired();
    return new LinkedHashSet<>(byTuple.values());
  }

  int count() {
    forgetExpired();
    return size();
  }

  private int size() {
    return byTuple.size() / 2;
  }

  /** Whether there is memory for one more. */
  boolean hasMemory() {
    return memory.fit(1);
  }

  /**
   * Adds a connection.
   *
   * @throws ErrnoException ENOMEM if there is no memory for it
   */
  void add(Connection connection) {
    memory.require(1);
    byTuple.put(connection.original(), connection);
    byTuple.put(connection.reply(), connection);
    memory.set(size());
    if (buckets != null) {
      buckets.add(connection);
    }
  }

  /** The connection with that tuple in either direction; null if there is none. */
  @Nullable Connection find(Tuple tuple) {
    Connection known = byTuple.get(tuple);
    if (known != null && known.isExpired(loop.nanoTime())) {
      remove(known);
      return null;
    }
    return known;
  }

  /** Whether nf_conntrack_max is reached. */
  boolean isFull() {
    int most = sysctl.get(Setting.CONNTRACK_MAX);
    if (most == 0 || size() < most) {
      buckets = null;
      return false;
    }
    if (loop.nanoTime() - collected >= COLLECTED) {
      collected = loop.nanoTime();
      forgetExpired();
    }
    return size() >= most;
  }

  /**
   * Evicts unassured connections in buckets near the new one (early_drop).
   *
   * @return how many
   */
  int makeRoom(Tuple newcomer) {
    HashTable table = buckets;
    if (table == null || table.size() != sysctl.get(Setting.CONNTRACK_BUCKETS)) {
      table = new HashTable(sysctl.get(Setting.CONNTRACK_BUCKETS));
      new LinkedHashSet<>(byTuple.values()).forEach(table::add);
      buckets = table;
    }
    List<Connection> victims = table.victims(newcomer);
    victims.forEach(this::remove);
    return victims.size();
  }

  /**
   * Removes expired connections when the table has doubled; Linux does so periodically (gc_worker).
   */
  void collectGarbage() {
    if (byTuple.size() > many) {
      forgetExpired();
      many = Math.max(FEW, 2 * byTuple.size());
    }
  }

  private void forgetExpired() {
    long now = loop.nanoTime();
    Set<Connection> expired = new LinkedHashSet<>(byTuple.values());
    expired.removeIf(connection -> !connection.isExpired(now));
    if (byTuple.values().removeAll(expired)) {
      buckets = null;
      memory.set(size());
      expired.forEach(ended);
    }
  }

  void remove(Connection connection) {
    byTuple.remove(connection.original());
    byTuple.remove(connection.reply());
    memory.set(size());
    if (buckets != null) {
      buckets.remove(connection);
    }
    ended.accept(connection);
  }
}
