package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.nftables.data.RuleVerdict;

/** What a statement has come to. */
public sealed interface Result {
  /** On with the rule's next statement. */
  Result NEXT = new Next();

  /** The rule does not apply. */
  Result BREAK = new Break();

  /** See {@link #NEXT}. */
  record Next() implements Result {}

  /** See {@link #BREAK}. */
  record Break() implements Result {}

  /** The packet's fate, or at least where its way through the rules goes on. */
  record Decided(RuleVerdict verdict) implements Result {}

  /** The packet was answered and ends here. */
  record Rejected() implements Result {}

  /** This end of the packet's connection becomes another one. */
  record Translated(Mapping mapping) implements Result {}
}
