package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Verdict;
import java.util.Optional;

/** NAT rules, which decide what an end of a new connection becomes: a chain of type nat. */
@FunctionalInterface
public interface NatRules {
  /** Decides about the first packet of a connection. */
  Decision decide(Skb skb, HookPoint at);

  /**
   * The decision of the rules.
   *
   * @param mapping what this end becomes; empty if no rule said
   */
  record Decision(Verdict verdict, Optional<Mapping> mapping) {
    /** Accepts the packet and leaves the translation to other rules. */
    public static final Decision NONE = new Decision(Verdict.ACCEPT, Optional.empty());
  }
}
