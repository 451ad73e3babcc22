package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Skb;
import java.util.ArrayDeque;
import java.util.Deque;
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
}
