package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.kernel.KernelLog;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.Verdict;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The connection tracking table of a namespace. */
public final class ConnectionTracking {
  /** Below this number of tuples nothing searches the table for expired connections. */
  private static final int FEW = 512;

  /** The interval, in nanoseconds, at which a full table is searched for expired connections. */
  private static final long COLLECTED = Duration.ofSeconds(1).toNanos();

  private final EventLoop loop;
  private final Sysctl sysctl;
  private final KernelLog log;
  private int many = FEW;
  private long collected;
  private @Nullable HashTable buckets;
  private ConnectionStatistics statistics = ConnectionStatistics.NONE;
  private boolean started;
  private final Map<Tuple, Connection> byTuple = new LinkedHashMap<>();
  private final List<ConnectionEvents> listeners = new ArrayList<>();

  public ConnectionTracking(EventLoop loop, Sysctl sysctl, KernelLog log) {
    this.loop = loop;
    this.sysctl = sysctl;
    this.log = log;
    sysctl.addReading("net.netfilter.nf_conntrack_count", this::count);
  }

  /** Starts to track the packets of a namespace, on the first call. */
  public void start(Netfilter netfilter) {
    if (started) {
      return;
    }
    started = true;
    for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
      netfilter.register(hook, Netfilter.CONNTRACK, this::track);
    }
    for (Hook hook : List.of(Hook.INPUT, Hook.POSTROUTING)) {
      netfilter.register(hook, Netfilter.CONNTRACK_CONFIRM, this::confirm);
    }
  }

  /** Reports what becomes of connections from now on, as netlink's groups of conntrack do. */
  public void listen(ConnectionEvents listener) {
    listeners.add(listener);
  }

  /** Reports nothing more. */
  public void unlisten(ConnectionEvents listener) {
    listeners.remove(listener);
  }

  /** The connections in the table, in the order in which they were created. */
  public Collection<Connection> connections() {
    forgetExpired();
    return new LinkedHashSet<>(byTuple.values());
  }

  /**
   * Deletes connections, as {@code conntrack -D} and {@code -F}.
   *
   * @return how many were deleted
   */
  public int forget(Predicate<Connection> which) {
    int count = 0;
    for (Connection connection : connections()) {
      if (which.test(connection)) {
        forget(connection);
        count++;
      }
    }
    return count;
  }

  /** The number of connections in the table. */
  public int count() {
    forgetExpired();
    return size();
  }

  private int size() {
    return byTuple.size() / 2;
  }

  public ConnectionStatistics statistics() {
    return statistics;
  }

  /** Attaches its connection to a packet (nf_conntrack_in). */
  public Verdict track(Skb skb, HookPoint at) {
    // Packets from lo, and those that a rule in table raw exempts, are already marked.
    if (skb.connection() == null && !skb.packet().isFragment()) {
      Tracked found = find(skb.packet());
      if (found == null) {
        return Verdict.drop("nf_conntrack: table full");
      }
      if (found.equals(Tracked.INVALID)) {
        statistics = statistics.withInvalid();
      }
      skb.connection(found);
    }
    return Verdict.ACCEPT;
  }

  /** Adds the connection of a packet that passed all hooks (nf_conntrack_confirm). */
  public Verdict confirm(Skb skb, HookPoint at) {
    Tracked tracked = Tracked.of(skb);
    Connection connection = tracked.connection();
    // A REJECT's answer belongs to the connection but does not confirm it.
    boolean opens = tracked.direction() == Direction.ORIGINAL;
    if (opens && connection != null && !connection.isConfirmed()) {
      connection.confirm();
      byTuple.put(connection.original(), connection);
      byTuple.put(connection.reply(), connection);
      if (buckets != null) {
        buckets.add(connection);
      }
      listeners.forEach(each -> each.created(connection));
      collectGarbage();
    }
    return Verdict.ACCEPT;
  }

  /** The source of random choices, such as the port of a translated connection. */
  RandomGenerator random() {
    return loop.random();
  }

  /** Whether this reply tuple already belongs to another connection. */
  boolean isTaken(Tuple reply) {
    return lookUp(reply) != null;
  }

  /** The connection a packet belongs to; null if it would begin one and there is no room. */
  private @Nullable Tracked find(Ipv4Packet packet) {
    if (packet.payload() instanceof IcmpMessage icmp && icmp.isError()) {
      return findRelated(icmp);
    }
    Tuple tuple = Tuple.of(packet);
    if (tuple == null) {
      return Tracked.INVALID;
    }
    Connection known = lookUp(tuple);
    return known == null ? begin(tuple, packet) : continued(known, tuple, packet);
  }

  private @Nullable Tracked begin(Tuple tuple, Ipv4Packet packet) {
    TcpState tcp = null;
    if (packet.payload() instanceof TcpSegment segment) {
      tcp = TcpState.begin(segment);
      if (tcp == null) {
        return Tracked.INVALID;
      }
    }
    if (tuple.protocol() == IcmpMessage.PROTOCOL && tuple.icmpType() != IcmpMessage.ECHO_REQUEST) {
      return Tracked.INVALID;
    }
    if (isFull() && !makeRoom(tuple)) {
      statistics = statistics.withDrop();
      log.warn("nf_conntrack: nf_conntrack: table full, dropping packet");
      return null;
    }
    Connection connection = new Connection(tuple, tcp, loop.nanoTime());
    connection.see(packet, Direction.ORIGINAL, loop.nanoTime(), sysctl);
    return new Tracked(connection, Direction.ORIGINAL, Tracked.State.NEW);
  }

  private boolean isFull() {
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

  /** Evicts unassured connections in buckets near the new one (early_drop). */
  private boolean makeRoom(Tuple newcomer) {
    HashTable table = buckets;
    if (table == null || table.size() != sysctl.get(Setting.CONNTRACK_BUCKETS)) {
      table = new HashTable(sysctl.get(Setting.CONNTRACK_BUCKETS));
      new LinkedHashSet<>(byTuple.values()).forEach(table::add);
      buckets = table;
    }
    List<Connection> victims = table.victims(newcomer);
    victims.forEach(this::forget);
    statistics = statistics.withEarlyDrops(victims.size());
    return !victims.isEmpty();
  }

  private @Nullable Tracked continued(Connection known, Tuple tuple, Ipv4Packet packet) {
    Direction direction = direction(known, tuple);
    if (packet.payload() instanceof TcpSegment segment) {
      if (known.isReopened(segment, direction)) {
        forget(known);
        return begin(tuple, packet);
      }
      if (!known.allows(segment, direction)) {
        return Tracked.INVALID;
      }
      if (segment.has(TcpSegment.Flag.RST) && !known.isAnswered()) {
        forget(known); // a refused connection is not kept
      }
    }
    boolean changed = known.see(packet, direction, loop.nanoTime(), sysctl);
    if (changed && known.isConfirmed()) {
      listeners.forEach(each -> each.updated(known));
    }
    Tracked.State state = known.isAnswered() ? Tracked.State.ESTABLISHED : Tracked.State.NEW;
    return new Tracked(known, direction, state);
  }

  private Tracked findRelated(IcmpMessage error) {
    Tuple quoted;
    try {
      quoted = Tuple.of(error.quoted());
    } catch (MalformedPacketException tooShort) {
      return Tracked.INVALID;
    }
    Connection known = quoted == null ? null : lookUp(quoted.reversed());
    if (quoted == null || known == null) {
      return Tracked.INVALID;
    }
    // The error travels in the direction of a reply to the packet it quotes.
    return new Tracked(known, direction(known, quoted.reversed()), Tracked.State.RELATED);
  }

  private static Direction direction(Connection connection, Tuple tuple) {
    return tuple.equals(connection.original()) ? Direction.ORIGINAL : Direction.REPLY;
  }

  private @Nullable Connection lookUp(Tuple tuple) {
    Connection known = byTuple.get(tuple);
    if (known != null && known.isExpired(loop.nanoTime())) {
      forget(known);
      return null;
    }
    return known;
  }

  /**
   * Removes expired connections when the table has doubled; Linux does so periodically (gc_worker).
   */
  private void collectGarbage() {
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
      expired.forEach(this::tellOfEnd);
    }
  }

  private void forget(Connection connection) {
    byTuple.remove(connection.original());
    byTuple.remove(connection.reply());
    if (buckets != null) {
      buckets.remove(connection);
    }
    tellOfEnd(connection);
  }

  private void tellOfEnd(Connection connection) {
    if (connection.isConfirmed()) {
      listeners.forEach(each -> each.destroyed(connection));
    }
  }
}
