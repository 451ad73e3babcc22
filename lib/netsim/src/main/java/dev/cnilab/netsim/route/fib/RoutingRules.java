package dev.cnilab.netsim.route.fib;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The policy routing rules, which choose a packet's routing table (net/core/fib_rules.c). */
public final class RoutingRules {
  private static final List<RoutingRule> INITIAL =
      List.of(
          RoutingRule.ofKernel(0, Fib.LOCAL),
          RoutingRule.ofKernel(32766, Fib.MAIN),
          RoutingRule.ofKernel(32767, Fib.DEFAULT));

  /** The heap bytes of a rule, about. */
  private static final int BYTES = 200;

  private final Fib fib;
  private final TableMemory.Entries memory;
  private final List<RoutingRule> rules = new ArrayList<>(INITIAL);

  /** A copy of the rules; null if they have changed since it was made. */
  private @Nullable List<RoutingRule> listed = INITIAL;

  RoutingRules(Fib fib) {
    this.fib = fib;
    this.memory = fib.memory().entries(BYTES);
  }

  /** The present rules in order of their priority. */
  public List<RoutingRule> list() {
    List<RoutingRule> known = listed;
    if (known == null) {
      known = List.copyOf(rules);
      listed = known;
    }
    return known;
  }

  /**
   * The position of the rule that others lead to by its priority.
   *
   * @return -1 if there is none
   */
  public int target(long priority) {
    int at = firstFrom(priority);
    return at < rules.size() && rules.get(at).priority() == priority ? at : -1;
  }

  /**
   * The position of the first rule with at least this priority; the number of rules if none has.
   */
  private int firstFrom(long priority) {
    int low = 0;
    int high = rules.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rules.get(middle).priority() < priority) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether these are still the initial rules of a namespace. */
  public boolean areInitial() {
    return listed == INITIAL;
  }

  /**
   * Adds a rule after those of its priority.
   *
   * @throws ErrnoException EEXIST if an equal rule with this priority exists; EINVAL if it leads to
   *     a rule before it; ENOMEM if there is no memory for it
   */
  public void add(RoutingRule added) {
    Caller.requireAdministrator();
    if (added.effect() instanceof RuleEffect.GoTo to && to.target() <= added.priority()) {
      throw new ErrnoException(Errno.EINVAL, "Backward goto not supported");
    }
    int end = firstFrom(added.priority() + 1);
    if (rules.subList(firstFrom(added.priority()), end).contains(added)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    memory.add(1);
    rules.add(end, added);
    listed = null;
    fib.listeners().forEach(listener -> listener.ruleAdded(added));
  }

  /** Like {@link #add}, for a rule without a priority, which comes after the first rule. */
  public void addAtDefaultPriority(RoutingRule rule) {
    add(rule.withPriority(unclaimed()));
  }

  /** The default priority: one less than the second rule's (fib_default_rule_pref). */
  private long unclaimed() {
    return rules.size() > 1 ? Math.max(0, rules.get(1).priority() - 1) : 0;
  }

  /**
   * Removes the first matching rule.
   *
   * @throws ErrnoException ENOENT if none matches
   */
  public void delete(Predicate<RoutingRule> wanted) {
    Caller.requireAdministrator();
    RoutingRule found =
        rules.stream()
            .filter(wanted)
            .findFirst()
            .orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    rules.remove(found);
    memory.add(-1);
    listed = null;
    fib.listeners().forEach(listener -> listener.ruleDeleted(found));
  }
}
