package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ARP table of a namespace. */
public final class NeighborTable {
  private final Solicitor solicitor;
  private static final Comparator<Ipv4Address> BY_NUMBER =
      (one, other) -> Integer.compareUnsigned(one.bits(), other.bits());

  private final Map<Link, Map<Ipv4Address, Neighbor>> byLink = new LinkedHashMap<>(4);
  private final Map<Link, SortedSet<Ipv4Address>> proxied = new LinkedHashMap<>(0);
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

  public NeighborTable(Solicitor solicitor) {
    this.solicitor = solicitor;
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

  private Neighbor getOrCreate(Ipv4Address address, Link link) {
    return byLink
        .computeIfAbsent(link, none -> new LinkedHashMap<>(4))
        .computeIfAbsent(address, none -> new Neighbor(this, address, link));
  }

  /**
   * As {@code ip neigh add}.
   *
   * @param mac may be null for the states INCOMPLETE, FAILED and NONE only
   * @throws ErrnoException EEXIST if there is an entry already; EINVAL if the MAC address is
   *     missing
   */
  public void add(Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state) {
    Caller.requireAdministrator();
    if (get(address, link) != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replace(address, link, mac, state);
  }

  /** As {@code ip neigh add proxy}: this host answers for that address on that link. */
  public void addProxy(Ipv4Address address, Link link) {
    Caller.requireAdministrator();
    proxied.computeIfAbsent(link, none -> new TreeSet<>(BY_NUMBER)).add(address);
  }

  /**
   * As {@code ip neigh del proxy}.
   *
   * @throws ErrnoException ENOENT if there is no such entry
   */
  public void deleteProxy(Ipv4Address address, Link link) {
    Caller.requireAdministrator();
    if (!proxied.getOrDefault(link, new TreeSet<>(BY_NUMBER)).remove(address)) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  /** The addresses that this host answers for, by link. */
  public Map<Link, SortedSet<Ipv4Address>> proxied() {
    return Collections.unmodifiableMap(proxied);
  }

  /** Whether this host answers for that address on that link. */
  public boolean isProxied(Ipv4Address address, Link link) {
    return proxied.containsKey(link) && proxied.get(link).contains(address);
  }

  /**
   * As {@code ip neigh replace}.
   *
   * @param mac null to keep the known one
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
    getOrCreate(address, link)
        .update(wanted == null ? MacAddress.ZERO : wanted, state, UpdateAuthority.ADMINISTRATOR);
  }

  /**
   * As {@code ip neigh del}.
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
    Neighbor neighbor = get(nextHop, link);
    return (neighbor == null ? getOrCreate(nextHop, link) : neighbor).send(skb);
  }

  /**
   * Passes on a neighbor's MAC address, now or once it is resolved; empty if the neighbor does not
   * answer.
   */
  public void whenKnown(Ipv4Address address, Link link, Consumer<Optional<MacAddress>> then) {
    getOrCreate(address, link).whenKnown(then);
  }

  /** A neighbor's MAC address; null if it is not known, in which case it is being resolved. */
  public @Nullable MacAddress resolve(Ipv4Address address, Link link) {
    Neighbor neighbor = getOrCreate(address, link);
    if (neighbor.state().isValid()) {
      return neighbor.mac();
    }
    if (neighbor.state() != NeighborState.INCOMPLETE) {
      neighbor.resolve();
    }
    return null;
  }

  /** Called for a request from a neighbor, which shows its MAC address (neigh_event_ns). */
  public void heardFrom(Ipv4Address address, Link link, MacAddress mac) {
    getOrCreate(address, link).update(mac, NeighborState.STALE, UpdateAuthority.OVERRIDE);
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

  /** As {@link #announced}, unasked, which is accepted even right after another announcement. */
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

  private void end(Neighbor neighbor) {
    NeighborEntry last = neighbor.entry();
    neighbor.die();
    listeners.forEach(listener -> listener.neighborDeleted(last));
  }

  /**
   * Notifies a listener of what becomes of neighbors.
   *
   * @return what ends the notifications
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
