package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.KernelLog;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.HookFunction;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.Verdict;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The connection tracking table of a namespace. */
public final class ConnectionTracking {
  private static final String NO_MEMORY = "nf_conntrack: out of memory";
  private static final List<Hook> ENTRIES = List.of(Hook.PREROUTING, Hook.OUTPUT);
  private static final List<Hook> EXITS = List.of(Hook.INPUT, Hook.POSTROUTING);

  private final EventLoop loop;
  private final Sysctl sysctl;
  private final KernelLog log;
  private ConnectionStatistics statistics = ConnectionStatistics.NONE;
  private final HookFunction tracks = this::track;
  private final HookFunction confirms = this::confirm;
  private int users;
  private final ConnectionTable table;
  private final List<ConnectionEvents> listeners = new ArrayList<>();

  public ConnectionTracking(EventLoop loop, Sysctl sysctl, KernelLog log, TableMemory memory) {
    this.loop = loop;
    this.sysctl = sysctl;
    this.log = log;
    this.table = new ConnectionTable(loop, sysctl, memory, this::ended);
    sysctl.addReading("net.netfilter.nf_conntrack_count", this::count);
  }

  /**
   * Tracks the packets of a namespace for one more user, such as a rule that asks about their
   * connections (nf_ct_netns_get).
   */
  public void start(Netfilter netfilter) {
    users++;
    if (users > 1) {
      return;
    }
    for (Hook hook : ENTRIES) {
      netfilter.register(hook, Netfilter.CONNTRACK, tracks);
    }
    for (Hook hook : EXITS) {
      netfilter.register(hook, Netfilter.CONNTRACK_CONFIRM, confirms);
    }
  }

  /**
   * Tracks them for one user less; without any, the known connections stay until they expire but no
   * packet belongs to one (nf_ct_netns_put).
   */
  public void stop(Netfilter netfilter) {
    users--;
    if (users > 0) {
      return;
    }
    ENTRIES.forEach(hook -> netfilter.unregister(hook, tracks));
    EXITS.forEach(hook -> netfilter.unregister(hook, confirms));
  }

  /** Reports changes to connections from now on, like netlink's conntrack groups. */
  public void listen(ConnectionEvents listener) {
    listeners.add(listener);
  }

  /** Reports nothing more. */
  public void unlisten(ConnectionEvents listener) {
    listeners.remove(listener);
  }

  /** The connections in the table, in the order in which they were created. */
  public Collection<Connection> connections() {
    return table.list();
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
        table.remove(connection);
        count++;
      }
    }
    return count;
  }

  /**
   * Adds a connection that no packet has begun, as {@code conntrack -I}; it expires at once unless
   * {@link #keep} says otherwise.
   *
   * @param tcp the state of a TCP connection; null for other protocols
   * @throws ErrnoException EEXIST if there is one with these ends, ENOMEM if there is no memory
   */
  public Connection create(Tuple original, Tuple reply, @Nullable TcpConntrackState tcp) {
    if (isTaken(original) || isTaken(reply)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    Connection made = new Connection(original, reply, tcp, loop.nanoTime());
    table.add(made);
    listeners.forEach(each -> each.created(made));
    return made;
  }

  /** Sets how long a connection is kept from now on, as {@code conntrack -U -t}. */
  public void keep(Connection connection, Duration time) {
    connection.expireAt(loop.nanoTime() + time.toNanos());
  }

  /** The number of connections in the table. */
  public int count() {
    return table.count();
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
        return Verdict.drop(table.isFull() ? "nf_conntrack: table full" : NO_MEMORY);
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
    boolean opens = tracked.direction() == ConnectionDirection.ORIGINAL;
    if (opens && connection != null && !connection.isConfirmed()) {
      if (!table.hasMemory()) {
        return Verdict.drop(NO_MEMORY);
      }
      connection.confirm();
      table.add(connection);
      listeners.forEach(each -> each.created(connection));
      table.collectGarbage();
    }
    return Verdict.ACCEPT;
  }

  /** The source of random choices, such as the port of a translated connection. */
  RandomGenerator random() {
    return loop.random();
  }

  /** Whether this reply tuple already belongs to another connection. */
  boolean isTaken(Tuple reply) {
    return table.find(reply) != null;
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
    Connection known = table.find(tuple);
    return known == null ? begin(tuple, packet) : continued(known, tuple, packet);
  }

  private @Nullable Tracked begin(Tuple tuple, Ipv4Packet packet) {
    TcpConntrackState tcp = null;
    if (packet.payload() instanceof TcpSegment segment) {
      tcp = TcpConntrackState.begin(segment);
      if (tcp == null) {
        return Tracked.INVALID;
      }
    }
    if (tuple.protocol() == IcmpMessage.PROTOCOL && tuple.icmpType() != IcmpMessage.ECHO_REQUEST) {
      return Tracked.INVALID;
    }
    if (table.isFull() && !makeRoom(tuple)) {
      statistics = statistics.withDrop();
      log.printLimited("nf_conntrack: nf_conntrack: table full, dropping packet");
      return null;
    }
    if (!table.hasMemory()) {
      statistics = statistics.withDrop();
      return null;
    }
    Connection connection = new Connection(tuple, tcp, loop.nanoTime());
    connection.see(packet, ConnectionDirection.ORIGINAL, loop.nanoTime(), sysctl);
    return new Tracked(connection, ConnectionDirection.ORIGINAL, Tracked.State.NEW);
  }

  private boolean makeRoom(Tuple newcomer) {
    int evicted = table.makeRoom(newcomer);
    statistics = statistics.withEarlyDrops(evicted);
    return evicted > 0;
  }

  private @Nullable Tracked continued(Connection known, Tuple tuple, Ipv4Packet packet) {
    ConnectionDirection direction = direction(known, tuple);
    if (packet.payload() instanceof TcpSegment segment) {
      if (known.isReopened(segment, direction)) {
        table.remove(known);
        return begin(tuple, packet);
      }
      if (!known.allows(segment, direction)) {
        return Tracked.INVALID;
      }
      if (segment.has(TcpSegment.Flag.RST) && !known.isAnswered()) {
        table.remove(known); // a refused connection is not kept
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
    Connection known = quoted == null ? null : table.find(quoted.reversed());
    if (quoted == null || known == null) {
      return Tracked.INVALID;
    }
    // The error travels in the direction of a reply to the packet it quotes.
    return new Tracked(known, direction(known, quoted.reversed()), Tracked.State.RELATED);
  }

  private static ConnectionDirection direction(Connection connection, Tuple tuple) {
    return tuple.equals(connection.original())
        ? ConnectionDirection.ORIGINAL
        : ConnectionDirection.REPLY;
  }

  private void ended(Connection connection) {
    if (connection.isConfirmed()) {
      listeners.forEach(each -> each.destroyed(connection));
    }
  }
}
