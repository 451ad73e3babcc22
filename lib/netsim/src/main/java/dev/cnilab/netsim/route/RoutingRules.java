package dev.cnilab.netsim.route;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules by which a packet's table is found (net/core/fib_rules.c). */
public final class RoutingRules {
  private static final List<RoutingRule> INITIAL =
      List.of(
          RoutingRule.ofKernel(0, Fib.LOCAL),
          RoutingRule.ofKernel(32766, Fib.MAIN),
          RoutingRule.ofKernel(32767, Fib.DEFAULT));

  private List<RoutingRule> rules = INITIAL;

  /** The rules in the order in which they are tried. */
  public List<RoutingRule> list() {
    return rules;
  }

  /** Whether they are still those that a namespace begins with. */
  boolean areInitial() {
    return rules == INITIAL;
  }

  /**
   * Adds a rule: behind those of its priority, or without one before all but the first.
   *
   * @throws ErrnoException EEXIST if there is the same with this priority
   */
  public void add(RoutingRule rule, boolean prioritised) {
    Caller.requireAdministrator();
    RoutingRule added = prioritised ? rule : rule.withPriority(unclaimed());
    boolean exists =
        rules.stream()
            .anyMatch(each -> each.priority() == added.priority() && each.saysTheSameAs(added));
    if (exists) {
      throw new ErrnoException(Errno.EEXIST);
    }
    List<RoutingRule> changed = new ArrayList<>(rules);
    int at = 0;
    while (at < changed.size() && changed.get(at).priority() <= added.priority()) {
      at++;
    }
    changed.add(at, added);
    rules = List.copyOf(changed);
  }

  /** The priority before that of the second rule (fib_default_rule_pref). */
  private long unclaimed() {
    return rules.size() > 1 ? Math.max(0, rules.get(1).priority() - 1) : 0;
  }

  /**
   * Removes the first rule that fits.
   *
   * @throws ErrnoException ENOENT if none does
   */
  public void delete(Predicate<RoutingRule> wanted) {
    Caller.requireAdministrator();
    Optional<RoutingRule> found = rules.stream().filter(wanted).findFirst();
    List<RoutingRule> changed = new ArrayList<>(rules);
    changed.remove(found.orElseThrow(() -> new ErrnoException(Errno.ENOENT)));
    rules = List.copyOf(changed);
  }
}
