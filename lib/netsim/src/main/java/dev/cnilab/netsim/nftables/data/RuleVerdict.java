package dev.cnilab.netsim.nftables.data;

/** The verdict of a rule or of an element of a verdict map (enum nft_verdicts). */
public sealed interface RuleVerdict extends Mapped {
  /** The packet passes this chain's hook; other chains at the hook still run. */
  record Accept() implements RuleVerdict {
    @Override
    public String toString() {
      return "accept";
    }
  }

  /** The packet is dropped silently. */
  record Drop() implements RuleVerdict {
    @Override
    public String toString() {
      return "drop";
    }
  }

  /** Continues with the next rule. */
  record Continue() implements RuleVerdict {
    @Override
    public String toString() {
      return "continue";
    }
  }

  /** Returns to the rule after the one that jumped here; in a base chain, applies the policy. */
  record Return() implements RuleVerdict {
    @Override
    public String toString() {
      return "return";
    }
  }

  /** Continues with another chain's rules, and returns here after them. */
  record Jump(String chain) implements RuleVerdict {
    @Override
    public String toString() {
      return "jump " + chain;
    }
  }

  /** Continues with another chain's rules, and returns to the caller of this chain after them. */
  record Goto(String chain) implements RuleVerdict {
    @Override
    public String toString() {
      return "goto " + chain;
    }
  }
}
