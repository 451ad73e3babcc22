package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.nftables.expression.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A list of rules that has a name. Packets enter a base chain by themselves. */
public final class Chain {
  /**
   * What is said of a chain when it is made.
   *
   * @param base empty unless packets are to enter it by themselves
   * @param policy of a base chain
   * @param comment "" for none
   */
  public record Declaration(Optional<BaseChain> base, BaseChain.Policy policy, String comment) {
    /** A chain that others jump to. */
    public static final Declaration REGULAR =
        new Declaration(Optional.empty(), BaseChain.Policy.ACCEPT, "");
  }

  private final Table table;
  private final String name;
  private final long handle;
  private final Optional<BaseChain> base;
  private final String comment;
  private final List<Rule> rules = new ArrayList<>();
  private BaseChain.Policy policy;

  Chain(Table table, String name, long handle, Declaration declaration) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.base = declaration.base();
    this.policy = declaration.policy();
    this.comment = declaration.comment();
  }

  public Table table() {
    return table;
  }

  public String name() {
    return name;
  }

  public long handle() {
    return handle;
  }

  /** Where packets enter it by themselves; empty if others jump to it. */
  public Optional<BaseChain> base() {
    return base;
  }

  public BaseChain.Policy policy() {
    return policy;
  }

  void setPolicy(BaseChain.Policy newPolicy) {
    BaseChain.Policy before = policy;
    policy = newPolicy;
    table.journal().note(() -> policy = before);
  }

  /** What was said about it; "" for nothing. */
  public String comment() {
    return comment;
  }

  /** The rules in their order. */
  public List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /**
   * Adds a rule.
   *
   * @param index before which one, counted from 0
   * @throws ErrnoException ENOENT if it leads to a chain or a set that is not there
   */
  public Rule insert(int index, List<Statement> statements, String ruleComment) {
    statements.stream()
        .filter(References::hasBraces)
        .forEach(braces -> table.nextHandle()); // a set in braces has one, too
    Rule rule = new Rule(table.nextHandle(), statements, ruleComment);
    rules.add(index, rule);
    table.journal().note(() -> rules.remove(rule));
    table.prepare(rule);
    return rule;
  }

  /**
   * Where the rule of a handle stands, counted from 0.
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

  /** Takes the rule at an index away, counted from 0. */
  public void delete(int index) {
    Rule removed = rules.remove(index);
    table.journal().note(() -> rules.add(index, removed));
  }

  /** Takes all rules away. */
  public void flush() {
    List<Rule> before = List.copyOf(rules);
    rules.clear();
    table
        .journal()
        .note(
            () -> {
              rules.clear();
              rules.addAll(before);
            });
  }
}
