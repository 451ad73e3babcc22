package dev.cnilab.userland.net.route.rule;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleSelector;
import dev.cnilab.netsim.route.RuleSelector.Range;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.route.IpRuleValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of {@code ip rule} that say which packets a rule is about. Omitted ones match any. */
final class RuleConditions {
  private static final long MOST = 0xffff_ffffL;

  private final AddressFamily family;
  private final boolean busybox;
  private @Nullable Long priority;
  private boolean inverted;
  private @Nullable Ipv4Prefix from;
  private @Nullable Ipv4Prefix to;
  private @Nullable String in;
  private @Nullable String out;
  private @Nullable List<Integer> mark;
  private int tos;
  private int protocol;
  private @Nullable Range sourcePorts;
  private @Nullable Range destinationPorts;
  private @Nullable Range users;

  /**
   * No conditions yet.
   *
   * @param family of the addresses
   */
  RuleConditions(AddressFamily family, boolean busybox) {
    this.family = family;
    this.busybox = busybox;
  }

  /** Takes a condition if the next argument begins one. */
  boolean take(Arguments arguments) {
    if (arguments.take("not")) {
      inverted = true;
    } else if (arguments.take("from")) {
      from = prefix(arguments);
    } else if (arguments.take("to")) {
      takeDestination(arguments);
    } else if (arguments.takeMatching("preference", "order", "priority")
        || arguments.take("prio")) {
      priority = arguments.number(0, MOST, "preference value is invalid\n");
    } else if (arguments.take("fwmark")) {
      mark = IpRuleValues.mark(arguments.next());
    } else if (arguments.take("dev") || arguments.take("iif")) {
      in = arguments.next();
    } else if (arguments.take("oif")) {
      out = arguments.next();
    } else {
      return !busybox && takeTraits(arguments);
    }
    return true;
  }

  private boolean takeTraits(Arguments arguments) {
    if (arguments.take("tos") || arguments.takeMatching("dsfield")) {
      tos = (int) arguments.number(0, 255, "TOS value is invalid\n");
    } else if (arguments.take("uidrange")) {
      users = IpRuleValues.users(arguments.next());
    } else if (arguments.take("ipproto")) {
      protocol = IpRuleValues.protocol(arguments.next());
    } else if (arguments.take("sport")) {
      sourcePorts = IpRuleValues.ports(arguments.next());
    } else if (arguments.take("dport")) {
      destinationPorts = IpRuleValues.ports(arguments.next());
    } else {
      return false;
    }
    return true;
  }

  void takeDestination(Arguments arguments) {
    to = prefix(arguments);
  }

  private Ipv4Prefix prefix(Arguments arguments) {
    return arguments.take("all") ? Ipv4Prefix.DEFAULT : InetPrefix.next(arguments, family).prefix();
  }

  @Nullable Long priority() {
    return priority;
  }

  /** What a new rule with these conditions selects. */
  RuleSelector selector() {
    return new RuleSelector(
        inverted,
        from == null ? Ipv4Prefix.DEFAULT : from,
        to == null ? Ipv4Prefix.DEFAULT : to,
        in,
        out,
        mark == null ? 0 : mark.getFirst(),
        mark == null ? 0 : mark.getLast(),
        tos,
        protocol,
        sourcePorts,
        destinationPorts,
        users);
  }

  /** Whether a rule has these conditions, which {@code not} has no part in. */
  boolean fit(RoutingRule rule) {
    RuleSelector selector = rule.selector();
    return (priority == null || priority == rule.priority())
        && (from == null || from.equals(selector.from()) || from.equals(Ipv4Prefix.DEFAULT))
        && (to == null || to.equals(selector.to()) || to.equals(Ipv4Prefix.DEFAULT))
        && (in == null || in.equals(selector.in()))
        && (out == null || out.equals(selector.out()))
        && (mark == null || mark.equals(List.of(selector.mark(), selector.mask())))
        && (tos == 0 || tos == selector.tos())
        && (protocol == 0 || protocol == selector.protocol())
        && (sourcePorts == null || sourcePorts.equals(selector.sourcePorts()))
        && (destinationPorts == null || destinationPorts.equals(selector.destinationPorts()))
        && (users == null || users.equals(selector.users()));
  }

  /** Whether a rule is listed: as {@link #fit}, and {@code not} lists inverted rules only. */
  boolean list(RoutingRule rule) {
    return fit(rule) && (!inverted || rule.selector().inverted());
  }
}
