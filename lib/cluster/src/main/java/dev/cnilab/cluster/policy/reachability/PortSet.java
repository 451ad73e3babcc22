package dev.cnilab.cluster.policy.reachability;

import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Destination ports of each protocol. */
public final class PortSet {
  private static final int PORTS = 65536;

  /** Never modified. */
  private static final BitSet NONE = new BitSet(0);

  public static final PortSet NOTHING = new PortSet(Map.of());

  /** All ports of all protocols that policies can name. */
  public static final PortSet EVERYTHING = everything();

  private final Map<TransportProtocol, BitSet> ports;

  private PortSet(Map<TransportProtocol, BitSet> ports) {
    this.ports = ports;
  }

  private static PortSet everything() {
    Map<TransportProtocol, BitSet> all = new EnumMap<>(TransportProtocol.class);
    for (TransportProtocol protocol : TransportProtocol.values()) {
      all.put(protocol, bits(new PortRange(1, PORTS - 1)));
    }
    return new PortSet(all);
  }

  private static BitSet bits(PortRange range) {
    BitSet bits = new BitSet(PORTS);
    bits.set(Math.max(range.first(), 1), range.last() + 1);
    return bits;
  }

  /** Some ports of one protocol; port 0 is left out. */
  public static PortSet of(TransportProtocol protocol, PortRange range) {
    return new PortSet(Map.of(protocol, bits(range)));
  }

  public PortSet union(PortSet other) {
    return combined(other, BitSet::or);
  }

  public PortSet intersection(PortSet other) {
    return combined(other, BitSet::and);
  }

  private PortSet combined(PortSet other, BiConsumer<BitSet, BitSet> how) {
    Map<TransportProtocol, BitSet> all = new EnumMap<>(TransportProtocol.class);
    for (TransportProtocol protocol : TransportProtocol.values()) {
      BitSet both = of(protocol);
      how.accept(both, other.ports.getOrDefault(protocol, NONE));
      all.put(protocol, both);
    }
    return new PortSet(all);
  }

  private BitSet of(TransportProtocol protocol) {
    return (BitSet) ports.getOrDefault(protocol, NONE).clone();
  }

  /** The ports of a protocol as ranges, in order. */
  public List<PortRange> ranges(TransportProtocol protocol) {
    BitSet bits = of(protocol);
    List<PortRange> ranges = new ArrayList<>();
    for (int first = bits.nextSetBit(0); first >= 0; ) {
      int end = bits.nextClearBit(first);
      ranges.add(new PortRange(first, end - 1));
      first = bits.nextSetBit(end);
    }
    return ranges;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof PortSet set)) {
      return false;
    }
    for (TransportProtocol protocol : TransportProtocol.values()) {
      if (!of(protocol).equals(set.of(protocol))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (TransportProtocol protocol : TransportProtocol.values()) {
      hash = 31 * hash + of(protocol).hashCode();
    }
    return hash;
  }

  /** {@code all}, {@code none} or a text like {@code TCP 80,8000-8010}. */
  @Override
  public String toString() {
    if (equals(EVERYTHING)) {
      return "all";
    }
    List<String> words = new ArrayList<>();
    for (TransportProtocol protocol : TransportProtocol.values()) {
      List<String> ranges =
          ranges(protocol).stream().map(range -> range.toString().replace(':', '-')).toList();
      if (!ranges.isEmpty()) {
        words.add(protocol + " " + String.join(",", ranges));
      }
    }
    return words.isEmpty() ? "none" : String.join(" ", words);
  }
}
