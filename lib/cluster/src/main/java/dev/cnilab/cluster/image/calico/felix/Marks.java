package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;

/** The bits of a packet's mark that belong to Felix, from its default mask 0xffff0000. */
enum Marks {
  /** A policy or a profile has accepted the packet. */
  ACCEPT(0x10000),
  /** The packet continues to the next tier. */
  PASS(0x20000),
  /** All conditions so far are met, for a policy rule that takes several iptables rules. */
  ALL_BLOCKS(0x40000);

  /** The bits that are cleared before a packet is checked in one direction. */
  static final int ALL_BUT_ENDPOINT = 0xe0000;

  private final int bit;

  Marks(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  Match isSet() {
    return new KnowledgeMatch.Mark(bit, bit);
  }

  Match isClear() {
    return new KnowledgeMatch.Mark(0, bit);
  }

  Target set() {
    return new Target.Mark(bit, bit);
  }

  Target clear() {
    return new Target.Mark(0, bit);
  }
}
