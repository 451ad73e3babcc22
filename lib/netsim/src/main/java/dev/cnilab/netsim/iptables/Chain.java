package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.netfilter.Counters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list of rules that has a name; a built-in one has a policy too. */
public final class Chain {
  /** What becomes of a packet that reaches the end of a built-in chain. */
  public enum Policy {
    ACCEPT,
    DROP
  }

  private final Consumer<Rule> onNewRule;
  private final List<Rule> rules = new ArrayList<>();
  private String name;
  private @Nullable Policy policy;
  private @Nullable Counters policyCounters;

  /**
   * A chain without rules.
   *
   * @param policy null if it is not a built-in one
   */
  Chain(String name, @Nullable Policy policy, Consumer<Rule> onNewRule) {
    this.name = name;
    this.policy = policy;
    this.onNewRule = onNewRule;
  }

  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  /** The rules in their order. */
  public List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** What leads back to the chain as it is now. */
  Runnable rollback() {
    List<Rule> keptRules = List.copyOf(rules);
    Policy keptPolicy = policy;
    Counters keptCounters = policyCounters;
    return () -> {
      rules.clear();
      rules.addAll(keptRules);
      policy = keptPolicy;
      policyCounters = keptCounters;
    };
  }

  /** Adds a rule behind the last. */
  public void append(Rule rule) {
    insert(rules.size(), rule);
  }

  /** As {@code iptables -C … || iptables -A …}. */
  public void ensureLast(Rule rule) {
    if (!contains(rule)) {
      append(rule);
    }
  }

  /** As {@code iptables -C … || iptables -I …}. */
  public void ensureFirst(Rule rule) {
    if (!contains(rule)) {
      insert(0, rule);
    }
  }

  private boolean contains(Rule rule) {
    String text = rule.toString();
    return rules.stream().anyMatch(each -> each.toString().equals(text));
  }

  /**
   * Adds a rule.
   *
   * @param index before which rule, counted from 0
   */
  public void insert(int index, Rule rule) {
    rules.add(index, rule);
    onNewRule.accept(rule);
  }

  /** Puts a rule in the place of the one at {@code index}, counted from 0. */
  public void replace(int index, Rule rule) {
    rules.set(index, rule);
    onNewRule.accept(rule);
  }

  /** Takes the rule at {@code index} away, counted from 0. */
  public void delete(int index) {
    rules.remove(index);
  }

  /** Takes all rules away. */
  public void flush() {
    rules.clear();
  }

  /** The policy of a built-in chain; empty for one that was made with {@code -N}. */
  public Optional<Policy> policy() {
    return Optional.ofNullable(policy);
  }

  /**
   * What the policy applied to; empty until {@code iptables -P} or {@code -Z} names the chain, as a
   * chain of nf_tables that comes into being by itself does not count.
   */
  public Optional<Counters> policyCounters() {
    return Optional.ofNullable(policyCounters);
  }

  /** As {@code iptables -Z}: counts from zero. */
  public void zero() {
    rules.forEach(rule -> rule.counters().zero());
    if (policy != null) {
      policyCounters = new Counters();
    }
  }

  /**
   * As {@code iptables -P}, which also has the policy counted from zero.
   *
   * @throws IllegalStateException if the chain is not a built-in one
   */
  public void setPolicy(Policy newPolicy) {
    if (policy == null) {
      throw new IllegalStateException("only a built-in chain has a policy, not " + name);
    }
    policy = newPolicy;
    policyCounters = new Counters();
  }

  /** How many rules of this chain lead to another. */
  public long referencesTo(Chain other) {
    return rules.stream()
        .filter(
            rule ->
                switch (rule.target()) {
                  case Target.Jump jump -> jump.chain() == other;
                  case Target.Goto go -> go.chain() == other;
                  default -> false;
                })
        .count();
  }
}
