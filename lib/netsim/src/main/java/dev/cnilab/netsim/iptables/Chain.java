package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.Counters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A named list of rules; a built-in chain also has a policy. */
public final class Chain {
  /** What happens to a packet that reaches the end of a built-in chain. */
  public enum Policy {
    ACCEPT,
    DROP
  }

  /** What a chain says to its table. */
  interface Owner {
    /** A rule has been added. */
    void added(Rule rule);

    /** A rule has been removed. */
    void removed(Rule rule);

    /**
     * Rules of that {@linkplain Rule#weight weight} more are about to be there, or less.
     *
     * @throws ErrnoException ENOMEM if there is no memory for them
     */
    void resize(long more);

    /** The number of the next chain that is created in nf_tables, from 1. */
    int nextNumber();

    /** Its policy or its rules have changed. */
    void changed();
  }

  private final Owner owner;
  private final List<Rule> rules = new ArrayList<>();
  private String name;
  private @Nullable Policy policy;
  private @Nullable Counters policyCounters;
  private int created;
  private long references;
  private long weight;

  /**
   * Creates a chain without rules.
   *
   * @param policy null if it is not a built-in one
   */
  Chain(String name, @Nullable Policy policy, Owner owner) {
    this.name = name;
    this.policy = policy;
    this.owner = owner;
    if (policy == null) {
      create();
    }
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

  /**
   * Takes what another chain has; the counters of its rules and of its policy are shared.
   *
   * @param targets gives the chain to jump to in the place of the other table's
   */
  void become(Chain other, UnaryOperator<Chain> targets) {
    flush();
    resize(other.weight);
    for (Rule rule : other.rules) {
      enter(rule.jumpingTo(targets));
    }
    policy = other.policy;
    policyCounters = other.policyCounters;
    created = other.created;
    owner.changed();
  }

  /** Appends a rule; errors as {@link #insert}. */
  public void append(Rule rule) {
    insert(rules.size(), rule);
  }

  /** Like {@code iptables -C … || iptables -A …}. */
  public void ensureLast(Rule rule) {
    if (!contains(rule)) {
      append(rule);
    }
  }

  /** Like {@code iptables -C … || iptables -I …}. */
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
   * Inserts a rule.
   *
   * @param index the index of the rule to insert it before, from 0
   * @throws ErrnoException ENOMEM if there is no memory for it
   */
  public void insert(int index, Rule rule) {
    resize(rule.weight());
    rules.add(index, rule);
    refer(rule, 1);
    create();
    owner.added(rule);
    owner.changed();
  }

  /**
   * Replaces the rule at {@code index}, counted from 0.
   *
   * @throws ErrnoException ENOMEM if the new one takes up more memory than there is
   */
  public void replace(int index, Rule rule) {
    resize(rule.weight() - rules.get(index).weight());
    leave(rules.set(index, rule));
    refer(rule, 1);
    owner.added(rule);
    owner.changed();
  }

  /** Deletes the rule at {@code index}, counted from 0. */
  public void delete(int index) {
    Rule deleted = rules.remove(index);
    leave(deleted);
    resize(-deleted.weight());
    owner.changed();
  }

  /**
   * Replaces all rules, as {@code iptables-restore} does in a chain that it declares.
   *
   * @throws ErrnoException ENOMEM if the new ones take up more memory than there is; the chain is
   *     then as before
   */
  public void rewrite(List<Rule> newRules) {
    resize(newRules.stream().mapToLong(Rule::weight).sum() - weight);
    rules.forEach(this::leave);
    rules.clear();
    owner.changed();
    for (Rule rule : newRules) {
      enter(rule);
      owner.changed();
    }
    create();
  }

  /** Adds a rule at the end, for which there is memory. */
  private void enter(Rule rule) {
    rules.add(rule);
    refer(rule, 1);
    owner.added(rule);
  }

  private void leave(Rule rule) {
    refer(rule, -1);
    owner.removed(rule);
  }

  /** Deletes all rules. */
  public void flush() {
    rules.forEach(this::leave);
    resize(-weight);
    rules.clear();
    owner.changed();
  }

  private void resize(long more) {
    owner.resize(more);
    weight += more;
  }

  /** The {@linkplain Rule#weight weight} of all its rules. */
  public long weight() {
    return weight;
  }

  /** The policy of a built-in chain; empty for one that was made with {@code -N}. */
  public Optional<Policy> policy() {
    return Optional.ofNullable(policy);
  }

  /**
   * The policy's counters; empty until {@code iptables -P} or {@code -Z} names the chain, because
   * an nf_tables chain that was created implicitly does not count.
   */
  public Optional<Counters> policyCounters() {
    return Optional.ofNullable(policyCounters);
  }

  /** Like {@code iptables -Z}: resets the counters. */
  public void zero() {
    rules.forEach(rule -> rule.counters().zero());
    if (policy != null) {
      policyCounters = new Counters();
    }
  }

  /**
   * Like {@code iptables -P}, which also starts the policy's counters.
   *
   * @throws IllegalStateException if the chain is not a built-in one
   */
  public void setPolicy(Policy newPolicy) {
    if (policy == null) {
      throw new IllegalStateException("only a built-in chain has a policy, not " + name);
    }
    policy = newPolicy;
    policyCounters = new Counters();
    create();
    owner.changed();
  }

  private void create() {
    if (created == 0) {
      created = owner.nextNumber();
    }
  }

  /**
   * The place of this chain in the order in which the table's chains were created in nf_tables; 0
   * if it has not been. Iptables creates a built-in chain for its first rule or policy, and shows
   * it before as well.
   */
  public int created() {
    return created;
  }

  /** Deletes a built-in chain from nf_tables if it has no rules and accepts packets. */
  void forgetIfIdle() {
    if (rules.isEmpty() && policy == Policy.ACCEPT) {
      created = 0;
      policyCounters = null;
    }
  }

  /** The number of rules that jump to this chain, as nf_tables counts them. */
  public long references() {
    return references;
  }

  private static void refer(Rule rule, int more) {
    switch (rule.target()) {
      case Target.Jump jump -> jump.chain().references += more;
      case Target.Goto go -> go.chain().references += more;
      default -> {}
    }
  }
}
