package dev.cnilab.userland.net.route.rule;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleEffect;
import dev.cnilab.netsim.route.RuleSelector;
import dev.cnilab.netsim.route.RuleSelector.Range;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.route.IpRuleValues;
import dev.cnilab.userland.net.route.RouteWords;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ip rule add|del} (iprule.c, iprule_modify). Omitted ones match anything
 * in {@link #fits}, and have their default in {@link #rule}. Realms, tunnels' keys, VRFs and NAT by
 * routes do not exist in this kernel.
 */
final class RuleRequest {
  private static final long MOST = 0xffff_ffffL;
  private static final int ECN = 3;

  private final RuleConditions conditions;
  private final boolean busybox;
  private @Nullable RuleEffect effect;
  private @Nullable Integer table;
  private @Nullable Integer origin;
  private int suppressedLength = -1;
  private int suppressedGroup = -1;

  RuleRequest(Arguments arguments, IprouteInvocation invocation) {
    this.busybox = invocation.settings().isBusybox();
    this.conditions = new RuleConditions(invocation.settings().family(), busybox);
    while (!arguments.isEmpty()) {
      take(arguments);
    }
  }

  private void take(Arguments arguments) {
    if (conditions.take(arguments)) {
      return;
    }
    if (arguments.takeMatching("table", "lookup")) {
      String word = arguments.next();
      table =
          RouteWords.table(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "invalid table ID\n"));
    } else if (arguments.takeMatching("suppress_prefixlength") || arguments.take("sup_pl")) {
      suppressedLength = (int) arguments.number(0, 32, "suppress_prefixlength value is invalid\n");
    } else if (!busybox
        && (arguments.takeMatching("suppress_ifgroup") || arguments.take("sup_group"))) {
      suppressedGroup = IpRuleValues.group(arguments.next());
    } else if (arguments.takeMatching("protocol")) {
      String word = arguments.next();
      origin =
          IpRuleValues.origin(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "\"protocol\" value is invalid\n"));
    } else if (!busybox && isMissing(arguments)) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-rule"));
    } else {
      arguments.take("type");
      takeEffect(arguments);
    }
  }

  private static boolean isMissing(Arguments arguments) {
    return arguments.takeMatching("realms")
        || arguments.take("tun_id")
        || arguments.take("l3mdev")
        || arguments.takeMatching("nat", "map-to");
  }

  private void takeEffect(Arguments arguments) {
    if (!busybox && arguments.takeMatching("goto")) {
      effect = new RuleEffect.GoTo(arguments.number(0, MOST, "invalid target\n"));
      return;
    }
    if (!busybox && arguments.takeMatching("nop")) {
      effect = new RuleEffect.Nothing();
      return;
    }
    if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-rule"));
    }
    String word = arguments.next();
    effect =
        switch (word) {
          case "unicast" -> RuleEffect.Lookup.in(Fib.MAIN);
          case "blackhole" -> new RuleEffect.Refusal(RouteType.BLACKHOLE, 0);
          case "unreachable" -> new RuleEffect.Refusal(RouteType.UNREACHABLE, 0);
          case "prohibit" -> new RuleEffect.Refusal(RouteType.PROHIBIT, 0);
          default -> throw CommandFailure.wrong(word, "Failed to parse rule type");
        };
  }

  boolean isPrioritised() {
    return conditions.priority() != null;
  }

  /**
   * The requested rule.
   *
   * @throws ErrnoException EINVAL for a range that ends before it begins, or a type of service with
   *     bits of ECN
   */
  RoutingRule rule() {
    RuleSelector selector = conditions.selector();
    checkRange("sport", selector.sourcePorts());
    checkRange("dport", selector.destinationPorts());
    checkRange("uid", selector.users());
    if ((selector.tos() & ECN) != 0) {
      throw new ErrnoException(Errno.EINVAL, "Invalid dsfield (tos): ECN bits must be 0");
    }
    Long priority = conditions.priority();
    return new RoutingRule(
        priority == null ? 0 : priority, selector, effect(), origin == null ? 0 : origin);
  }

  private static void checkRange(String what, @Nullable Range range) {
    if (range != null && range.first() > range.last()) {
      throw new ErrnoException(Errno.EINVAL, "Invalid " + what + " range");
    }
  }

  private RuleEffect effect() {
    return switch (effect) {
      case null -> lookup();
      case RuleEffect.Lookup lookup -> lookup();
      case RuleEffect.Refusal refusal ->
          new RuleEffect.Refusal(refusal.type(), table == null ? 0 : table);
      case RuleEffect.GoTo to -> to;
      case RuleEffect.Nothing nothing -> nothing;
    };
  }

  private RuleEffect lookup() {
    return new RuleEffect.Lookup(
        table == null ? Fib.MAIN : table, suppressedLength, suppressedGroup);
  }

  /**
   * Whether a rule matches the arguments; the target of {@code goto} does not count (rule_find).
   */
  boolean fits(RoutingRule rule) {
    return conditions.fit(rule)
        && (effect == null || isSameKind(effect, rule.effect()))
        && (table == null || table == rule.table())
        && (origin == null || origin == rule.origin());
  }

  private static boolean isSameKind(RuleEffect one, RuleEffect other) {
    return one instanceof RuleEffect.Refusal refusal
        ? other instanceof RuleEffect.Refusal refused && refused.type() == refusal.type()
        : one.getClass() == other.getClass();
  }
}
