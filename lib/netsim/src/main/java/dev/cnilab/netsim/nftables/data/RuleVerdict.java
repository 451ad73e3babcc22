package dev.cnilab.netsim.nftables.data;

/** What a rule, or an element of a verdict map, says of a packet (enum nft_verdicts). */
public sealed interface RuleVerdict extends Mapped {
  /** The packet passes this chain's hook; other chains at the hook are still asked. */
  record Accept() implements RuleVerdict {
    @Override
    public String toString() {
      return "accept";
    }
  }

  /** The packet ends here, in silence. */
  record Drop() implements RuleVerdict {
    @Override
    public String toString() {
      return "drop";
    }
  }

  /** On with the next rule. */
  record Continue() implements RuleVerdict {
    @Override
    public String toString() {
      return "continue";
    }
  }

  /** Back to the rule after the one that jumped here; in a base chain, the policy. */
  record Return() implements RuleVerdict {
    @Override
    public String toString() {
      return "return";
    }
  }

  /** On with the rules of another chain, and back after them. */
  record Jump(String chain) implements RuleVerdict {
    @Override
    public String toString() {
      return "jump " + chain;
    }
  }

  /** On with the rules of another chain, and after them back to where this chain was called. */
  record Goto(String chain) implements RuleVerdict {
    @Override
    public String toString() {
      return "goto " + chain;
    }
  }
}
