package dev.cnilab.netsim.route;

/**
 * A rule of {@code ip rule} (struct fib_rule).
 *
 * @param priority rules are tried in ascending order
 * @param origin the number of the routing protocol that created it (RTPROT_*); 0 if none is known
 */
public record RoutingRule(long priority, RuleSelector selector, RuleEffect effect, int origin) {
  /** The origin of the kernel's own rules. */
  public static final int KERNEL = 2;

  /** The table that is looked up, or that was given without need; 0 for none. */
  public int table() {
    return switch (effect) {
      case RuleEffect.Lookup lookup -> lookup.table();
      case RuleEffect.Refusal refusal -> refusal.table();
      case RuleEffect.GoTo to -> 0;
      case RuleEffect.Nothing nothing -> 0;
    };
  }

  /** A rule that sends all packets to a table, as the kernel's own rules do. */
  public static RoutingRule ofKernel(long priority, int table) {
    return new RoutingRule(priority, RuleSelector.ALL, RuleEffect.Lookup.in(table), KERNEL);
  }

  public RoutingRule withPriority(long other) {
    return new RoutingRule(other, selector, effect, origin);
  }
}
