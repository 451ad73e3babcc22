package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * A rule of {@code ip rule}: an action for the packets it selects (struct fib_rule).
 *
 * @param priority rules are tried in ascending order
 * @param inverted whether it selects the packets that do not match its conditions
 * @param from the packet's source
 * @param to its destination
 * @param in the name of the link it came in on, lo for this host's own packets; null for any
 * @param out the name of the link it must leave by; null for any
 * @param mark the packet's mark under the mask
 * @param mask 0 for any mark
 * @param table the number of the table to look up
 * @param suppressed routes whose prefixes are not longer than this are ignored; -1 for none
 * @param ofKernel whether the kernel created it
 */
public record RoutingRule(
    long priority,
    boolean inverted,
    Ipv4Prefix from,
    Ipv4Prefix to,
    @Nullable String in,
    @Nullable String out,
    int mark,
    int mask,
    Action action,
    int table,
    int suppressed,
    boolean ofKernel) {
  /** What a rule does with the packets it selects (FR_ACT_*). */
  public enum Action {
    LOOKUP,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT
  }

  /** A rule that sends all packets to a table, as the kernel's own rules do. */
  static RoutingRule ofKernel(long priority, int table) {
    return new RoutingRule(
        priority,
        false,
        Ipv4Prefix.DEFAULT,
        Ipv4Prefix.DEFAULT,
        null,
        null,
        0,
        0,
        Action.LOOKUP,
        table,
        -1,
        true);
  }

  boolean selects(Flow flow) {
    boolean fits =
        from.contains(flow.source())
            && to.contains(flow.destination())
            && isNamed(in, flow.in())
            && isNamed(out, flow.out())
            && (flow.mark() & mask) == mark;
    return fits != inverted;
  }

  private static boolean isNamed(@Nullable String name, @Nullable Link link) {
    return name == null || (link != null && link.name().equals(name));
  }

  boolean suppresses(Route route) {
    return route.destination().length() <= suppressed;
  }

  /** Whether the rules are equal apart from their priorities. */
  boolean saysTheSameAs(RoutingRule other) {
    return withPriority(0).equals(other.withPriority(0));
  }

  RoutingRule withPriority(long other) {
    return new RoutingRule(
        other, inverted, from, to, in, out, mark, mask, action, table, suppressed, ofKernel);
  }
}
