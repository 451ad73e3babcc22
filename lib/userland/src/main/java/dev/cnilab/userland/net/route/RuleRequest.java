package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.route.Fib;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RoutingRule.Action;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Family;
import dev.cnilab.userland.net.command.InetPrefix;
import dev.cnilab.userland.net.command.Invocation;
import dev.cnilab.userland.net.command.Usage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ip rule add|del|show} (iprule.c, iprule_modify). Omitted ones match
 * anything in {@link #fits}, and have their default in {@link #rule}.
 */
final class RuleRequest {
  private static final long MOST = 0xffff_ffffL;

  private final Family family;
  private @Nullable Long priority;
  private boolean inverted;
  private @Nullable Ipv4Prefix from;
  private @Nullable Ipv4Prefix to;
  private @Nullable String in;
  private @Nullable String out;
  private @Nullable Integer mark;
  private int mask = -1;
  private @Nullable Action action;
  private @Nullable Integer table;
  private int suppressed = -1;

  private RuleRequest(Family family) {
    this.family = family;
  }

  static RuleRequest parse(Arguments arguments, Invocation invocation) {
    RuleRequest request = new RuleRequest(invocation.settings().family());
    while (!arguments.isEmpty()) {
      request.take(arguments);
    }
    return request;
  }

  private void take(Arguments arguments) {
    if (arguments.take("not")) {
      inverted = true;
    } else if (arguments.take("from")) {
      from = prefix(arguments);
    } else if (arguments.take("to")) {
      to = prefix(arguments);
    } else if (arguments.takeMatching("preference", "order", "priority")
        || arguments.take("prio")) {
      priority = arguments.number(0, MOST, "preference value is invalid\n");
    } else if (arguments.take("fwmark")) {
      takeMark(arguments.next());
    } else if (arguments.takeMatching("table", "lookup")) {
      String word = arguments.next();
      table =
          RouteWords.table(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "invalid table ID\n"));
    } else if (arguments.takeMatching("suppress_prefixlength") || arguments.take("sup_pl")) {
      suppressed = (int) arguments.number(0, 32, "suppress_prefixlength value is invalid\n");
    } else if (arguments.take("dev") || arguments.take("iif")) {
      in = arguments.next();
    } else if (arguments.take("oif")) {
      out = arguments.next();
    } else if (arguments.takeMatching("protocol")) {
      arguments.next();
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-rule"));
    } else {
      arguments.take("type");
      takeAction(arguments.next());
    }
  }

  private void takeAction(String word) {
    action =
        switch (word) {
          case "unicast" -> Action.LOOKUP;
          case "blackhole" -> Action.BLACKHOLE;
          case "unreachable" -> Action.UNREACHABLE;
          case "prohibit" -> Action.PROHIBIT;
          default -> throw CommandFailure.wrong(word, "Failed to parse rule type");
        };
  }

  private void takeMark(String word) {
    String[] parts = word.split("/", 2);
    try {
      mark = Long.decode(parts[0]).intValue();
      mask = parts.length == 1 ? -1 : Long.decode(parts[1]).intValue();
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.wrong(word, "fwmark value is invalid\n");
    }
  }

  private Ipv4Prefix prefix(Arguments arguments) {
    if (arguments.take("all")) {
      return Ipv4Prefix.DEFAULT;
    }
    return InetPrefix.next(arguments, family).prefix();
  }

  boolean isPrioritised() {
    return priority != null;
  }

  /** The requested rule. */
  RoutingRule rule() {
    Action what = action == null ? Action.LOOKUP : action;
    int where = what == Action.LOOKUP ? Fib.MAIN : 0;
    return new RoutingRule(
        priority == null ? 0 : priority,
        inverted,
        from == null ? Ipv4Prefix.DEFAULT : from,
        to == null ? Ipv4Prefix.DEFAULT : to,
        in,
        out,
        mark == null ? 0 : mark,
        mark == null ? 0 : mask,
        what,
        table == null ? where : table,
        suppressed,
        false);
  }

  /** Whether a rule matches the arguments. */
  boolean fits(RoutingRule rule) {
    return (priority == null || priority == rule.priority())
        && (from == null || from.equals(rule.from()) || from.equals(Ipv4Prefix.DEFAULT))
        && (to == null || to.equals(rule.to()) || to.equals(Ipv4Prefix.DEFAULT))
        && (in == null || in.equals(rule.in()))
        && (out == null || out.equals(rule.out()))
        && (mark == null || (mark == rule.mark() && mask == rule.mask()))
        && (action == null || action == rule.action())
        && (table == null || Objects.equals(table, rule.table()));
  }
}
