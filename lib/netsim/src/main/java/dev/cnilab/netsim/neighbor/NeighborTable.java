package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.DropReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ARP table of a namespace. */
public final class NeighborTable {
  /** The heap bytes of an entry, about. */
  private static final int BYTES = 250;

  private final Solicitor solicitor;
  private final NeighborCache cache;
  private final TableMemory.Entries memory;
  private final Map<Link, Map<Ipv4Address, Neighbor>> byLink = new LinkedHashMap<>(4);
  private final ProxiedAddresses proxies = new ProxiedAddresses();
  private List<NeighborListener> listeners = List.of();

  /** What the table calls in IPv4. */
  public interface Solicitor {
    /**
     * Sends a request for a neighbor's MAC address.
     *
     * @param to the broadcast address, or its last known address
     * @param about the packet that waits for the answer; null if none does
     */
    void solicit(Link link, Ipv4Address target, MacAddress to, @Nullable Ipv4Packet about);

    /** Called when a packet cannot be sent because its next hop did not answer. */
    void unreachable(Skb skb, Link link, Ipv4Address nextHop);
  }

  public NeighborTable(Solicitor solicitor, NeighborCache cache, TableMemory memory) {
    this.solicitor = solicitor;
    this.cache = cache;
    this.memory = memory.entries(BYTES);
  }

  /** The entries in no particular order, as in Linux. */
  public List<NeighborEntry> list() {
    List<NeighborEntry> list = new ArrayList<>();
    byLink.values().forEach(all -> all.values().forEach(each -> list.add(each.entry())));
    list.removeIf(each -> each.state() == NeighborState.NONE);
    return list;
  }

  public Optional<NeighborEntry> find(Ipv4Address address, Link link) {
    return Optional.ofNullable(get(address, link)).map(Neighbor::entry);
  }

  private @Nullable Neighbor get(Ipv4Address address, Link link) {
    Map<Ipv4Address, Neighbor> onLink = byLink.get(link);
    return onLink == null ? null : onLink.get(address);
  }

  /** The entry of an address, a new one if there is none; null if the cache is full. */
  private @Nullable Neighbor getOrCreate(Ipv4Address address, Link link) {
    Neighbor known = get(address, link);
    return known != null || !cache.admits() ? known : create(address, link);
  }

  /** A new entry; null if there is no memory for it. */
  private @Nullable Neighbor create(Ipv4Address address, Link link) {
    if (!memory.fit(1)) {
      return null;
    }
    memory.add(1);
    Neighbor created = new Neighbor(this, address, link);
    byLink.computeIfAbsent(link, none -> new LinkedHashMap<>(4)).put(address, created);
    cache.update(created, this);
    return created;
  }

  NeighborCache cache() {
    return cache;
  }

  /**
   * Like {@code ip neigh add}.
   *
   * @param mac may be null for the states INCOMPLETE, FAILED and NONE only
   * @throws ErrnoException EEXIST if there is an entry already; otherwise as {@link #replace}
   */
  public void add(Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state) {
    Caller.requireAdministrator();
    if (get(address, link) != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replace(address, link, mac, state);
  }

  /** The addresses that this host answers for. */
  public ProxiedAddresses proxies() {
    return proxies;
  }

  /**
   * Like {@code ip neigh replace}.
   *
   * @param mac null to keep the known one
   * @throws ErrnoException EINVAL if the MAC address is missing; ENOBUFS if there is no room for a
   *     new entry: the cache is full, which permanent ones do not count for, or there is no memory
   */
  public void replace(
      Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state) {
    Caller.requireAdministrator();
    Neighbor known = get(address, link);
    MacAddress kept = known != null && known.state().isValid() ? known.mac() : null;
    MacAddress wanted = mac == null ? kept : mac;
    if (wanted == null && state.isValid()) {
      throw new ErrnoException(Errno.EINVAL, "No link layer address given");
    }
    Neighbor changed =
        known == null && state == NeighborState.PERMANENT
            ? create(address, link)
            : getOrCreate(address, link);
    if (changed == null) {
      throw new ErrnoException(Errno.ENOBUFS);
    }
    changed.update(wanted == null ? MacAddress.ZERO : wanted, state, UpdateAuthority.ADMINISTRATOR);
  }

  /**
   * Like {@code ip neigh del}.
   *
   * @throws ErrnoException ENOENT if there is no such entry
   */
  public void delete(Ipv4Address address, Link link) {
    Caller.requireAdministrator();
    Map<Ipv4Address, Neighbor> onLink = byLink.getOrDefault(link, Map.of());
    Neighbor removed = onLink.get(address);
    if (removed == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    onLink.remove(address);
    removed.failByProgram();
    end(removed);
  }

  /** Deletes the matching entries. */
  public void flush(Predicate<NeighborEntry> which) {
    Caller.requireAdministrator();
    for (Map<Ipv4Address, Neighbor> onLink : byLink.values()) {
      List<Neighbor> dead =
          onLink.values().stream().filter(each -> which.test(each.entry())).toList();
      dead.forEach(each -> onLink.remove(each.address()));
      dead.forEach(this::end);
    }
  }

  /**
   * Sends a packet to a neighbor once its MAC address is known.
   *
   * @return false if the link dropped it at once
   */
  public boolean send(Skb skb, Link link, Ipv4Address nextHop) {
    Neighbor neighbor = getOrCreate(nextHop, link);
    if (neighbor == null) {
      skb.drop(link.links(), DropReason.NEIGH_CREATEFAIL, "the neighbor table is full");
      return false;
    }
    return neighbor.send(skb);
  }

  /**
   * Passes on a neighbor's MAC address, now or once it is resolved; empty if the neighbor does not
   * answer or has no place in the table.
   */
  public void whenKnown(Ipv4Address address, Link link, Consumer<Optional<MacAddress>> then) {
    Neighbor neighbor = getOrCreate(address, link);
    if (neighbor == null) {
      then.accept(Optional.empty());
    } else {
      neighbor.whenKnown(then);
    }
  }

  /** A neighbor's MAC address; null if it is not known, in which case it is being resolved. */
  public @Nullable MacAddress resolve(Ipv4Address address, Link link) {
    Neighbor neighbor = getOrCreate(address, link);
    if (neighbor != null && neighbor.state().isValid()) {
      return neighbor.mac();
    }
    if (neighbor != null && neighbor.state() != NeighborState.INCOMPLETE) {
      neighbor.resolve();
    }
    return null;
  }

  /** Called for a request from a neighbor, which shows its MAC address (neigh_event_ns). */
  public void heardFrom(Ipv4Address address, Link link, MacAddress mac) {
    Neighbor neighbor = getOrCreate(address, link);
    if (neighbor != null) {
      neighbor.update(mac, NeighborState.STALE, UpdateAuthority.OVERRIDE);
    }
  }

  /**
   * Called when a known neighbor gave its MAC address (arp_process).
   *
   * @param state REACHABLE for an answer to us, STALE for anything else
   */
  public void announced(Ipv4Address address, Link link, MacAddress mac, NeighborState state) {
    Neighbor neighbor = get(address, link);
    if (neighbor != null) {
      neighbor.update(
          mac, state, neighbor.isLocked() ? UpdateAuthority.HINT : UpdateAuthority.OVERRIDE);
    }
  }

  /** Like {@link #announced}, unasked, which is accepted even right after another announcement. */
  public void announcedUnasked(
      Ipv4Address address, Link link, MacAddress mac, NeighborState state) {
    Neighbor neighbor = get(address, link);
    if (neighbor != null) {
      neighbor.update(mac, state, UpdateAuthority.OVERRIDE);
    }
  }

  /** Deletes the neighbors on a link that lost its carrier, except permanent entries. */
  public void carrierLost(Link link) {
    flush(each -> each.link() == link && each.state() != NeighborState.PERMANENT);
  }

  /** Deletes all neighbors on a link that is down, deleted or has another MAC address. */
  public void forget(Link link) {
    flush(each -> each.link() == link);
    byLink.remove(link);
  }

  void remove(Neighbor neighbor) {
    byLink.getOrDefault(neighbor.link(), Map.of()).remove(neighbor.address());
    end(neighbor);
  }

  /** Deletes everything, at the end of the namespace. */
  public void close() {
    byLink.values().forEach(onLink -> onLink.values().forEach(this::end));
    byLink.clear();
  }

  private void end(Neighbor neighbor) {
    NeighborEntry last = neighbor.entry();
    neighbor.die();
    cache.forget(neighbor);
    memory.add(-1);
    listeners.forEach(listener -> listener.neighborDeleted(last));
  }

  /**
   * Notifies a listener of changes to neighbors.
   *
   * @return ends the notifications when run
   */
  public Runnable listen(NeighborListener listener) {
    List<NeighborListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
    return () -> listeners = listeners.stream().filter(each -> each != listener).toList();
  }

  void announce(Neighbor neighbor) {
    if (!listeners.isEmpty()) {
      NeighborEntry entry = neighbor.entry();
      listeners.forEach(listener -> listener.neighborChanged(entry));
    }
  }

  void solicit(Neighbor neighbor, MacAddress to, @Nullable Skb about) {
    solicitor.solicit(
        neighbor.link(),
        neighbor.address(),
        to,
        about != null && about.payload() instanceof Ipv4Packet packet ? packet : null);
  }

  void unreachable(Skb skb, Neighbor neighbor) {
    solicitor.unreachable(skb, neighbor.link(), neighbor.address());
  }
}
