package dev.cnilab.userland.net.route.rule;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.route.fib.RoutingRules;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** {@code ip rule}. */
public final class RuleCommand {
  /** The work of a deletion, in microseconds. */
  private static final int DELETION = 2;

  private RuleCommand() {}

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    RoutingRules rules = invocation.network().rules();
    if (arguments.isEmpty() || arguments.takeMatching("list", "lst", "show")) {
      show(new RuleFilter(arguments, invocation), invocation);
    } else if (arguments.takeMatching("add")) {
      RuleRequest request = request("add", arguments, invocation);
      if (request.isPrioritised()) {
        rules.add(request.rule());
      } else {
        rules.addAtDefaultPriority(request.rule());
      }
    } else if (arguments.takeMatching("delete")) {
      RuleRequest request = request("del", arguments, invocation);
      rules.delete(request::fits);
    } else if (arguments.takeMatching("flush")) {
      RuleFilter filter = new RuleFilter(arguments, invocation);
      for (RoutingRule each : rules.list().stream().filter(filter::flushes).toList()) {
        invocation.process().work(DELETION);
        rules.delete(each::equals);
      }
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-rule"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip rule");
    }
  }

  private static RuleRequest request(
      String verb, Arguments arguments, IprouteInvocation invocation) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("\"ip rule " + verb + "\" requires arguments.");
    }
    RuleRequest request = new RuleRequest(arguments, invocation);
    if (invocation.settings().family() == AddressFamily.INET6) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    return request;
  }

  /**
   * Prints the rules. IPv6 has the same initial rules except for the table default, and no others
   * here.
   */
  private static void show(RuleFilter filter, IprouteInvocation invocation) {
    boolean ipv6 = invocation.settings().family() == AddressFamily.INET6;
    RuleReport report = new RuleReport(invocation);
    for (RoutingRule rule : invocation.network().rules().list()) {
      boolean shown = !ipv6 || (rule.origin() == RoutingRule.KERNEL && rule.table() != Fib.DEFAULT);
      if (shown && filter.shows(rule)) {
        report.print(rule);
      }
    }
  }
}
