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
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A neighbor entry and its states, with the timing of net/core/neighbour.c. */
final class Neighbor {
  private final NeighborTable table;
  private final Ipv4Address address;
  private final Link link;
  private final Unresolved unresolved = new Unresolved();
  private NeighborState state = NeighborState.NONE;
  private MacAddress mac = MacAddress.ZERO;
  private final NeighborTimes times;
  private long confirmed;
  private long used;
  private long updated;
  private int probes;
  private @Nullable Timer timer;

  Neighbor(NeighborTable table, Ipv4Address address, Link link) {
    this.table = table;
    this.address = address;
    this.link = link;
    this.times = new NeighborTimes(link, 0.5 + loop().random().nextDouble());
    this.used = now();
    this.updated = now();
    this.confirmed = now() - times.longAgo();
    if (!link.options().arp()) {
      state = NeighborState.NOARP; // and its address is the link's (arp_constructor)
      mac = link.address();
    }
  }

  NeighborEntry entry() {
    int references = timer == null ? 0 : 1;
    NeighborStatistics statistics =
        NeighborStatistics.at(now(), references, used, confirmed, updated, probes);
    return new NeighborEntry(address, link, state.isValid() ? mac : null, state, statistics);
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

  /** Sends a packet to this neighbor, or queues it until the MAC address is known. */
  boolean send(Skb skb) {
    if (state.isConnected()) {
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

  /** Passes on the MAC address, now or once it is resolved; empty if resolution fails. */
  void whenKnown(Consumer<Optional<MacAddress>> then) {
    if (!state.isConnected()) {
      use();
    }
    if (state.isValid()) {
      then.accept(Optional.of(mac));
      return;
    }
    unresolved.add(then);
    if (state != NeighborState.INCOMPLETE) {
      resolve();
    }
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
      start(times.delay());
    }
  }

  private void enqueue(Skb skb) {
    if (skb.isTraced()) {
      skb.note(link.links(), new Step.AwaitedNeighbor(address, link.name()));
    }
    Skb oldest = unresolved.add(skb, link.conf().get(LinkSetting.UNRES_QLEN));
    if (oldest != null) {
      oldest.drop(link.links(), DropReason.NEIGH_QUEUEFULL, "too many packets wait for " + address);
    }
  }

  /** Sends a request now and then one every second, until the probes are used up. */
  void resolve() {
    probes = link.conf().get(LinkSetting.UCAST_SOLICIT);
    state = NeighborState.INCOMPLETE;
    updated = now();
    if (link.conf().get(LinkSetting.MCAST_SOLICIT) == 0) {
      fail();
    } else {
      start(times.retransmission());
      probe();
    }
  }

  private void probe() {
    boolean unicast =
        state == NeighborState.PROBE && probes < link.conf().get(LinkSetting.UCAST_SOLICIT);
    probes++;
    Skb about = unresolved.oldest();
    table.solicit(this, unicast ? mac : MacAddress.BROADCAST, about);
  }

  /** Starts the timer; a neighbor that was confirmed later than used counts as used then. */
  private void start(long delay) {
    used = Math.max(used, confirmed);
    arm(delay);
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

  /** Called when the timer expired (neigh_timer_handler). */
  private void expire() {
    timer = null;
    long now = now();
    switch (state) {
      case REACHABLE -> {
        long reachableUntil = confirmed + times.reachable();
        if (now < reachableUntil) {
          arm(reachableUntil - now);
        } else if (now <= used + times.delay()) {
          change(NeighborState.DELAY);
          arm(times.delay());
        } else {
          change(NeighborState.STALE);
          table.announce(this);
        }
      }
      case DELAY -> {
        if (now <= confirmed + times.delay()) {
          change(NeighborState.REACHABLE);
          arm(times.reachable());
          table.announce(this);
        } else {
          change(NeighborState.PROBE);
          table.announce(this);
          probes = 0;
          arm(times.retransmission());
          probe();
        }
      }
      case PROBE, INCOMPLETE -> {
        if (probes >= times.mostProbes(state)) {
          fail();
        } else {
          arm(times.retransmission());
          probe();
        }
      }
      case NONE, STALE, FAILED, NOARP, PERMANENT -> {}
    }
  }

  private void change(NeighborState next) {
    state = next;
    table.cache().update(this, table);
    updated = now();
  }

  private void fail() {
    disarm();
    change(NeighborState.FAILED);
    table.announce(this);
    unresolved.takePackets().forEach(skb -> table.unreachable(skb, this));
    unresolved.tell(Optional.empty());
  }

  /** Applies an answer of the neighbor or a change by a program (neigh_update). */
  void update(MacAddress newMac, NeighborState next, UpdateAuthority authority) {
    boolean byProgram = authority == UpdateAuthority.ADMINISTRATOR;
    if (!byProgram && (state == NeighborState.PERMANENT || state == NeighborState.NOARP)) {
      return;
    }
    if (next == NeighborState.REACHABLE || next == NeighborState.PERMANENT) {
      confirmed = now();
    }
    NeighborState wanted = next;
    if (!byProgram && state.isValid()) {
      if (!newMac.equals(mac) && authority == UpdateAuthority.HINT) {
        return;
      }
      if (newMac.equals(mac) && wanted == NeighborState.STALE) {
        wanted = state;
      }
    }
    boolean wasValid = state.isValid();
    boolean changed = wanted != state;
    if (changed) {
      disarm();
      change(wanted);
      switch (wanted) {
        case REACHABLE -> start(times.reachable());
        case DELAY -> start(times.delay());
        case PROBE -> {
          probes = 0;
          start(1);
        }
        case NONE, INCOMPLETE, STALE, FAILED, NOARP, PERMANENT -> {}
      }
    }
    if (!newMac.equals(mac)) {
      changed |= state.isValid();
      mac = newMac;
      updated = now();
      if (!state.isConnected()) {
        confirmed = now() - times.longAgo();
      }
    }
    if (changed && (wasValid || state.isValid())) {
      table.announce(this);
    }
    if (!wasValid && state.isValid()) {
      unresolved.takePackets().forEach(this::transmit);
      unresolved.tell(Optional.of(mac));
    }
  }

  /** Called before a program deletes the entry: it fails first (neigh_delete). */
  void failByProgram() {
    boolean wasValid = state.isValid();
    disarm();
    change(NeighborState.FAILED);
    if (wasValid) {
      table.announce(this);
    }
  }

  /** Whether a reply came so recently that one from another address is ignored. */
  boolean isLocked() {
    return now() <= updated + times.lock();
  }

  /** Deletes the entry and drops the packets that wait for it. */
  void die() {
    disarm();
    unresolved
        .takePackets()
        .forEach(skb -> skb.drop(link.links(), DropReason.NEIGH_DEAD, address + " was forgotten"));
    unresolved.tell(Optional.empty());
  }
}
