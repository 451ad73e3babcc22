package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Skb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packets (arp_queue) and callers that wait for a neighbor's MAC address. Most neighbors, and
 * all permanent ones, have none, and take no memory for them.
 */
final class Unresolved {
  private @Nullable Deque<Skb> packets;
  private @Nullable Deque<Consumer<Optional<MacAddress>>> askers;

  /**
   * Adds a packet.
   *
   * @return the oldest packet, which no longer waits, if there were as many as may wait
   */
  @Nullable Skb add(Skb skb, int most) {
    packets = packets == null ? new ArrayDeque<>(1) : packets;
    Skb oldest = packets.size() >= most ? packets.remove() : null;
    packets.add(skb);
    return oldest;
  }

  void add(Consumer<Optional<MacAddress>> asker) {
    askers = askers == null ? new ArrayDeque<>(1) : askers;
    askers.add(asker);
  }

  /** The packet that has waited longest; null if none waits. */
  @Nullable Skb oldest() {
    return packets == null ? null : packets.peek();
  }

  /** Removes and returns the waiting packets. */
  List<Skb> takePackets() {
    List<Skb> taken = packets == null ? List.of() : List.copyOf(packets);
    packets = null;
    return taken;
  }

  /** Removes the waiting callers, and tells them the address; empty if resolution has failed. */
  void tell(Optional<MacAddress> known) {
    List<Consumer<Optional<MacAddress>>> taken = askers == null ? List.of() : List.copyOf(askers);
    askers = null;
    taken.forEach(asker -> asker.accept(known));
  }
}
