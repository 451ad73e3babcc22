package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Skb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The packets and callers that wait for a neighbor's MAC address. Most neighbors, and all permanent
 * ones, have none.
 */
record Unresolved(Deque<Skb> packets, Deque<Consumer<Optional<MacAddress>>> askers) {
  static Unresolved nobody() {
    return new Unresolved(new ArrayDeque<>(1), new ArrayDeque<>(1));
  }

  boolean isNobody() {
    return packets.isEmpty() && askers.isEmpty();
  }

  /** Removes and returns the waiting packets. */
  List<Skb> takePackets() {
    List<Skb> taken = List.copyOf(packets);
    packets.clear();
    return taken;
  }

  /** Removes and returns the waiting callers. */
  List<Consumer<Optional<MacAddress>>> takeAskers() {
    List<Consumer<Optional<MacAddress>>> taken = List.copyOf(askers);
    askers.clear();
    return taken;
  }
}
