package dev.cnilab.netsim.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list of rules that has a name; a built-in one has a policy too. */
public final class Chain {
  /** What becomes of a packet that reaches the end of a built-in chain. */
  public enum Policy {
    ACCEPT,
    DROP
  }

  private final String name;
  private final List<Rule> rules = new ArrayList<>();
  private final Counters counters = new Counters();
  private @Nullable Policy policy;

  Chain(String name, @Nullable Policy policy) {
    this.name = name;
    this.policy = policy;
  }

  public String name() {
    return name;
  }

  /** The rules in their order; changing the list changes the chain. */
  public List<Rule> rules() {
    return rules;
  }

  /** The policy of a built-in chain; empty for one that was made with {@code -N}. */
  public Optional<Policy> policy() {
    return Optional.ofNullable(policy);
  }

  /**
   * As {@code iptables -P}.
   *
   * @throws IllegalStateException if the chain is not a built-in one
   */
  public void setPolicy(Policy newPolicy) {
    if (policy == null) {
      throw new IllegalStateException("only a built-in chain has a policy, not " + name);
    }
    policy = newPolicy;
  }

  /** What the policy has applied to. */
  public Counters counters() {
    return counters;
  }

  /** Whether a rule of this chain leads to another. */
  boolean leadsTo(Chain other) {
    return rules.stream()
        .anyMatch(
            rule ->
                switch (rule.target()) {
                  case Target.Jump jump -> jump.chain() == other;
                  case Target.Goto go -> go.chain() == other;
                  default -> false;
                });
  }
}
