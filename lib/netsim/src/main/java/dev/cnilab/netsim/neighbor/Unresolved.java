package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Skb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who waits for a neighbour's MAC address. Most neighbours have nobody, least of all permanent
 * ones.
 */
record Unresolved(Deque<Skb> packets, Deque<Consumer<Optional<MacAddress>>> askers) {
  static Unresolved nobody() {
    return new Unresolved(new ArrayDeque<>(1), new ArrayDeque<>(1));
  }

  boolean isNobody() {
    return packets.isEmpty() && askers.isEmpty();
  }

  /** The packets that have waited, which wait no longer. */
  List<Skb> takePackets() {
    List<Skb> taken = List.copyOf(packets);
    packets.clear();
    return taken;
  }

  /** Those that have asked, who are to be told. */
  List<Consumer<Optional<MacAddress>>> takeAskers() {
    List<Consumer<Optional<MacAddress>>> taken = List.copyOf(askers);
    askers.clear();
    return taken;
  }
}
