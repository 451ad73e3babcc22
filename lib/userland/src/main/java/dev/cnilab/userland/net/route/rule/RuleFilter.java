package dev.cnilab.userland.net.route.rule;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.route.IpRuleValues;
import dev.cnilab.userland.net.route.RouteWords;
import org.jspecify.annotations.Nullable;

/** The arguments of {@code ip rule show|flush} (iprule.c, iprule_list_flush_or_save). */
final class RuleFilter {
  private final RuleConditions conditions;
  private @Nullable Integer table;
  private @Nullable Integer origin;

  RuleFilter(Arguments arguments, IprouteInvocation invocation) {
    AddressFamily family = invocation.settings().family();
    this.conditions =
        new RuleConditions(
            family == AddressFamily.UNSPEC ? AddressFamily.INET : family,
            invocation.settings().isBusybox());
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
              .orElseThrow(() -> CommandFailure.wrong(word, "table id value is invalid\n"));
    } else if (arguments.takeMatching("protocol")) {
      String word = arguments.next();
      origin =
          IpRuleValues.origin(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "invalid \"protocol\"\n"));
    } else if (arguments.take("tun_id") || arguments.take("l3mdev")) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    } else {
      arguments.takeMatching("dst");
      conditions.takeDestination(arguments);
    }
  }

  /** Whether a rule is listed; {@code protocol} has no effect on a list. */
  boolean shows(RoutingRule rule) {
    return conditions.list(rule) && (table == null || table == rule.table());
  }

  /** Whether a rule is flushed. */
  boolean flushes(RoutingRule rule) {
    return rule.priority() != 0 && shows(rule) && (origin == null || origin == rule.origin());
  }
}
