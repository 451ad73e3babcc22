package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.trace.DropReason;

/** The fate of a packet at a hook. */
public sealed interface Verdict {
  /** The packet continues. */
  Verdict ACCEPT = new Accept();

  /** The packet continues to the next function of the hook. */
  record Accept() implements Verdict {}

  /**
   * The packet is dropped.
   *
   * @param by the table, chain and rule that dropped it, as iptables writes them
   */
  record Drop(DropReason reason, String by) implements Verdict {}

  static Verdict drop(String by) {
    return new Drop(DropReason.NETFILTER_DROP, by);
  }
}
