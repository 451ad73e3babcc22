package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.nftables.data.RuleVerdict;

/** The outcome of a statement. */
public sealed interface Result {
  /** Continues with the rule's next statement. */
  Result NEXT = new Next();

  /** Ends the rule without a match. */
  Result BREAK = new Break();

  /** See {@link #NEXT}. */
  record Next() implements Result {}

  /** See {@link #BREAK}. */
  record Break() implements Result {}

  /** A verdict on the packet, or on where it continues. */
  record Decided(RuleVerdict verdict) implements Result {}

  /** The packet was answered and dropped. */
  record Rejected() implements Result {}

  /** This end of the packet's connection is translated. */
  record Translated(Mapping mapping) implements Result {}
}
