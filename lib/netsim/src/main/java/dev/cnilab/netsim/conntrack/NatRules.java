package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Verdict;
import java.util.Optional;

/** Rules that say what an end of a new connection becomes: a chain of type nat. */
@FunctionalInterface
public interface NatRules {
  /** Asks about the first packet of a connection. */
  Decision decide(Skb skb, HookPoint at);

  /**
   * What rules have come to.
   *
   * @param mapping what this end becomes; empty if no rule said
   */
  record Decision(Verdict verdict, Optional<Mapping> mapping) {
    /** The packet goes on, and others may say what this end becomes. */
    public static final Decision NONE = new Decision(Verdict.ACCEPT, Optional.empty());
  }
}
