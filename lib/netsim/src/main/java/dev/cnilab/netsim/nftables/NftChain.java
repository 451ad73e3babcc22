package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.statement.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A named list of rules. Packets enter a base chain from its hook. */
public final class NftChain {
  /**
   * The declaration of a new chain.
   *
   * @param base empty unless it is a base chain
   * @param policy of a base chain
   * @param comment "" for none
   */
  public record Declaration(Optional<BaseChain> base, BaseChain.Policy policy, String comment) {
    /** A regular chain, which others jump to. */
    public static final Declaration REGULAR =
        new Declaration(Optional.empty(), BaseChain.Policy.ACCEPT, "");
  }

  private final NftTable table;
  private final String name;
  private final long handle;
  private final Optional<BaseChain> base;
  private final String comment;
  private final List<NftRule> rules = new ArrayList<>();
  private BaseChain.Policy policy;

  NftChain(NftTable table, String name, long handle, Declaration declaration) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.base = declaration.base();
    this.policy = declaration.policy();
    this.comment = declaration.comment();
  }

  public NftTable table() {
    return table;
  }

  public String name() {
    return name;
  }

  public long handle() {
    return handle;
  }

  /** The hook of a base chain; empty for a regular chain. */
  public Optional<BaseChain> base() {
    return base;
  }

  public BaseChain.Policy policy() {
    return policy;
  }

  void setPolicy(BaseChain.Policy newPolicy) {
    BaseChain.Policy before = policy;
    policy = newPolicy;
    table.undoLog().note(() -> policy = before);
  }

  /** The comment; "" for none. */
  public String comment() {
    return comment;
  }

  /** What it counts for in memory: itself and its rules. */
  long weight() {
    return 1 + rules.stream().mapToLong(NftRule::weight).sum();
  }

  /** The rules in their order. */
  public List<NftRule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /**
   * Inserts a rule.
   *
   * @param index the index of the rule to insert it before, from 0
   * @throws ErrnoException ENOENT if it refers to a chain or a set that does not exist, ENOMEM if
   *     there is no memory for it
   */
  public NftRule insert(int index, List<Statement> statements, String ruleComment) {
    statements.stream()
        .filter(References::hasBraces)
        .forEach(braces -> table.nextHandle()); // an anonymous set also takes one
    NftRule rule = new NftRule(table.nextHandle(), statements, ruleComment);
    table.grow(rule.weight());
    rules.add(index, rule);
    table.undoLog().note(() -> rules.remove(index)); // later changes are undone before
    table.prepare(rule);
    return rule;
  }

  /**
   * The index of the rule with a handle, from 0.
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public int indexOf(long ruleHandle) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).handle() == ruleHandle) {
        return i;
      }
    }
    throw new ErrnoException(Errno.ENOENT);
  }

  /** Deletes the rule at an index, counted from 0. */
  public void delete(int index) {
    NftRule removed = rules.remove(index);
    table.undoLog().note(() -> rules.add(index, removed));
  }

  /** Deletes all rules. */
  public void flush() {
    List<NftRule> before = List.copyOf(rules);
    rules.clear();
    table
        .undoLog()
        .note(
            () -> {
              rules.clear();
              rules.addAll(before);
            });
  }
}
