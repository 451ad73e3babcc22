package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One neighbour and its life, as net/core/neighbour.c times it. */
final class Neighbor {
  private static final long MILLISECOND = 1_000_000;

  private final NeighborTable table;
  private final Ipv4Address address;
  private final Link link;
  private @Nullable Unresolved unresolved;
  private NeighborState state = NeighborState.NONE;
  private MacAddress mac = MacAddress.ZERO;
  private final double reachableFactor;
  private long confirmed;
  private long used;
  private long updated;
  private int probes;
  private @Nullable Timer timer;

  Neighbor(NeighborTable table, Ipv4Address address, Link link) {
    this.table = table;
    this.address = address;
    this.link = link;
    this.reachableFactor = 0.5 + loop().random().nextDouble();
    this.used = now();
    this.updated = now();
    this.confirmed = longAgo();
    if (!link.options().arp()) {
      state = NeighborState.NOARP; // and its address is the link's own (arp_constructor)
      mac = link.address();
    }
  }

  private long longAgo() {
    return now() - 2 * setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND;
  }

  /**
   * How long it counts as reachable: half to one and a half of 30 seconds (neigh_rand_reach_time).
   */
  private long reachableTime() {
    return (long) (setting(LinkSetting.BASE_REACHABLE_TIME_MS) * MILLISECOND * reachableFactor);
  }

  NeighborEntry entry() {
    return new NeighborEntry(address, link, state.isValid() ? mac : null, state);
  }

  Ipv4Address address() {
    return address;
  }

  Link link() {
    return link;
  }

  NeighborState state() {
    return state;
  }

  MacAddress mac() {
    return mac;
  }

  private EventLoop loop() {
    return link.links().loop();
  }

  private long now() {
    return loop().nanoTime();
  }

  private long setting(LinkSetting setting) {
    return link.conf().get(setting);
  }

  private long delayTime() {
    return setting(LinkSetting.DELAY_FIRST_PROBE_TIME) * 1000 * MILLISECOND;
  }

  private long retransmitTime() {
    return Math.max(setting(LinkSetting.RETRANS_TIME_MS), 10) * MILLISECOND;
  }

  /** Sends a packet to this neighbour, or keeps it until its address is known. */
  boolean send(Skb skb) {
    if (isConnected()) {
      return transmit(skb);
    }
    use();
    if (state.isValid()) {
      return transmit(skb);
    }
    enqueue(skb);
    if (state != NeighborState.INCOMPLETE) {
      resolve();
    }
    return true;
  }

  /** Tells the MAC address: now if it is known, later if it gets known, or that it does not. */
  void whenKnown(Consumer<Optional<MacAddress>> then) {
    if (!isConnected()) {
      use();
    }
    if (state.isValid()) {
      then.accept(Optional.of(mac));
      return;
    }
    unresolved().askers().add(then);
    if (state != NeighborState.INCOMPLETE) {
      resolve();
    }
  }

  private void tell(Optional<MacAddress> known) {
    if (unresolved == null) {
      return;
    }
    List<Consumer<Optional<MacAddress>>> askers = List.copyOf(unresolved.askers());
    unresolved.askers().clear();
    if (unresolved.packets().isEmpty()) {
      unresolved = null;
    }
    askers.forEach(asker -> asker.accept(known));
  }

  private Unresolved unresolved() {
    Unresolved present = unresolved;
    if (present == null) {
      present = Unresolved.nobody();
      unresolved = present;
    }
    return present;
  }

  /** The packets that have waited, which wait no longer. */
  private List<Skb> packets() {
    if (unresolved == null) {
      return List.of();
    }
    List<Skb> packets = List.copyOf(unresolved.packets());
    unresolved.packets().clear();
    return packets;
  }

  /** Whether packets may go without further thought (NUD_CONNECTED). */
  private boolean isConnected() {
    return switch (state) {
      case REACHABLE, NOARP, PERMANENT -> true;
      case NONE, INCOMPLETE, STALE, DELAY, PROBE, FAILED -> false;
    };
  }

  private boolean transmit(Skb skb) {
    skb.address(link.address(), mac);
    return link.transmit(skb);
  }

  private void use() {
    used = now();
    if (state == NeighborState.STALE) {
      state = NeighborState.DELAY;
      updated = now();
      arm(delayTime());
    }
  }

  private void enqueue(Skb skb) {
    if (skb.isTraced()) {
      skb.note(link.links(), new Step.AwaitedNeighbor(address, link.name()));
    }
    Deque<Skb> queue = unresolved().packets();
    if (queue.size() >= setting(LinkSetting.UNRES_QLEN)) {
      Skb oldest = queue.remove();
      oldest.drop(link.links(), DropReason.NEIGH_QUEUEFULL, "too many packets wait for " + address);
    }
    queue.add(skb);
  }

  /** Asks for the address now and then every second, until the probes are used up. */
  void resolve() {
    probes = (int) setting(LinkSetting.UCAST_SOLICIT);
    state = NeighborState.INCOMPLETE;
    updated = now();
    if (setting(LinkSetting.MCAST_SOLICIT) == 0) {
      fail();
    } else {
      arm(retransmitTime());
      probe();
    }
  }

  private void probe() {
    boolean unicast = state == NeighborState.PROBE && probes < setting(LinkSetting.UCAST_SOLICIT);
    probes++;
    Skb about = unresolved == null ? null : unresolved.packets().peek();
    table.solicit(this, unicast ? mac : MacAddress.BROADCAST, about);
  }

  private void arm(long delay) {
    disarm();
    timer = loop().schedule(delay, this::expire);
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The timer ran out (neigh_timer_handler). */
  private void expire() {
    long now = now();
    switch (state) {
      case REACHABLE -> {
        long reachableUntil = confirmed + reachableTime();
        if (now < reachableUntil) {
          arm(reachableUntil - now);
        } else if (now <= used + delayTime()) {
          change(NeighborState.DELAY);
          arm(delayTime());
        } else {
          change(NeighborState.STALE);
        }
      }
      case DELAY -> {
        if (now <= confirmed + delayTime()) {
          change(NeighborState.REACHABLE);
          arm(reachableTime());
        } else {
          change(NeighborState.PROBE);
          probes = 0;
          arm(retransmitTime());
          probe();
        }
      }
      case PROBE, INCOMPLETE -> {
        if (probes >= maxProbes()) {
          fail();
        } else {
          arm(retransmitTime());
          probe();
        }
      }
      case NONE, STALE, FAILED, NOARP, PERMANENT -> {}
    }
  }

  private long maxProbes() {
    return setting(LinkSetting.UCAST_SOLICIT)
        + (state == NeighborState.PROBE
            ? setting(LinkSetting.MCAST_RESOLICIT)
            : setting(LinkSetting.MCAST_SOLICIT));
  }

  private void change(NeighborState next) {
    state = next;
    updated = now();
  }

  private void fail() {
    disarm();
    change(NeighborState.FAILED);
    packets().forEach(skb -> table.unreachable(skb, this));
    tell(Optional.empty());
  }

  /** What the neighbour itself said, or a program set (neigh_update). */
  void update(MacAddress newMac, NeighborState next, Authority authority) {
    NeighborState wanted = next;
    if (authority != Authority.ADMINISTRATOR) {
      if (state == NeighborState.PERMANENT || state == NeighborState.NOARP) {
        return;
      }
      if (state.isValid()) {
        if (!newMac.equals(mac) && authority == Authority.HINT) {
          return;
        }
        if (newMac.equals(mac) && wanted == NeighborState.STALE) {
          wanted = state;
        }
      }
    }
    boolean wasValid = state.isValid();
    if (wanted == NeighborState.REACHABLE || wanted == NeighborState.PERMANENT) {
      confirmed = now();
    }
    if (wanted != state) {
      disarm();
      change(wanted);
      switch (wanted) {
        case REACHABLE -> arm(reachableTime());
        case DELAY -> arm(delayTime());
        case PROBE -> {
          probes = 0;
          arm(1);
        }
        case NONE, INCOMPLETE, STALE, FAILED, NOARP, PERMANENT -> {}
      }
    }
    if (!newMac.equals(mac)) {
      mac = newMac;
      updated = now();
      if (!isConnected()) {
        confirmed = longAgo();
      }
    }
    if (!wasValid && state.isValid()) {
      packets().forEach(this::transmit);
      tell(Optional.of(mac));
    }
  }

  /** How much is believed of what is said about a neighbour. */
  enum Authority {
    /** Does not replace a known MAC address. */
    HINT,
    /** Replaces it. */
    OVERRIDE,
    /** Replaces even a permanent entry. */
    ADMINISTRATOR
  }

  /** Whether a reply came so recently that another one, from elsewhere, is not believed. */
  boolean isLocked() {
    return now() <= updated + setting(LinkSetting.LOCKTIME) * 10 * MILLISECOND;
  }

  /** Forgets the neighbour; packets that wait for it are lost. */
  void die() {
    disarm();
    packets()
        .forEach(skb -> skb.drop(link.links(), DropReason.NEIGH_DEAD, address + " was forgotten"));
    tell(Optional.empty());
  }
}
