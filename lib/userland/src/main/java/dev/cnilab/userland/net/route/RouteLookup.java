package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.RouteAnswer;
import dev.cnilab.netsim.ip.RouteQuery;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import org.jspecify.annotations.Nullable;

/** {@code ip route get}. */
final class RouteLookup {
  private static final int HOST = 32;

  private final IprouteInvocation invocation;
  private AddressFamily family;
  private @Nullable InetPrefix destination;
  private @Nullable Ipv4Address from;
  private @Nullable String in;
  private @Nullable String out;
  private long mark;
  private int tos;
  private int protocol;
  private int sourcePort;
  private int destinationPort;
  private long user;
  private boolean entry;

  RouteLookup(IprouteInvocation invocation) {
    this.invocation = invocation;
    this.family = invocation.settings().family();
  }

  void run(Arguments arguments) {
    while (!arguments.isEmpty()) {
      take(arguments);
    }
    boolean busybox = invocation.settings().isBusybox();
    if (busybox && (destination == null || destination.isDefault())) {
      throw CommandFailure.refused("need at least destination address");
    }
    if (destination == null) {
      throw CommandFailure.refused("need at least a destination address");
    }
    RouteQuery query =
        new RouteQuery(
            destination.address(),
            from,
            in == null ? null : invocation.link(in),
            out == null ? null : invocation.link(out),
            new FlowTraits((int) mark, tos, protocol, sourcePort, destinationPort, (int) user));
    if (family == AddressFamily.INET6) {
      throw new ErrnoException(Errno.ENETUNREACH);
    }
    RouteAnswer answer = invocation.network().ipv4().answers().to(query);
    if (invocation.settings().isBusybox()) {
      busybox(query, answer);
    } else if (entry && answer.route() != null) {
      new RouteReport(invocation, RouteFilter.none())
          .print(answer.route(), RouteWords.table(answer.table()));
    } else {
      new RouteAnswerReport(invocation).print(query, answer);
    }
  }

  private void take(Arguments arguments) {
    if (arguments.takeMatching("from")) {
      from = InetPrefix.next(arguments, family).address();
    } else if (arguments.takeMatching("iif")) {
      in = arguments.next();
    } else if (arguments.takeMatching("mark")) {
      mark = arguments.number(0, 0xffff_ffffL, "invalid mark value");
    } else if (arguments.takeMatching("oif") || arguments.take("dev")) {
      out = arguments.next();
    } else if (arguments.take("tos") || arguments.takeMatching("dsfield")) {
      tos = (int) arguments.number(0, 255, "TOS value is invalid\n");
    } else if (arguments.takeMatching("uid")) {
      user = arguments.number(0, 0xffff_ffffL, "invalid UID\n");
    } else if (arguments.takeMatching("sport")) {
      sourcePort = (int) arguments.number(0, 65535, "invalid sport\n");
    } else if (arguments.takeMatching("dport")) {
      destinationPort = (int) arguments.number(0, 65535, "invalid dport\n");
    } else if (arguments.takeMatching("ipproto")) {
      protocol = IpRuleValues.protocol(arguments.next());
    } else if (arguments.takeMatching("vrf")) {
      throw CommandFailure.wrong(arguments.next(), "Invalid VRF\n");
    } else if (arguments.takeMatching("fibmatch")) {
      entry = true;
    } else if (!arguments.takeMatching("notify", "connected")) {
      takeDestination(arguments);
    }
  }

  private void takeDestination(Arguments arguments) {
    arguments.take("to");
    if (Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text("ip-route"));
    }
    InetPrefix to = InetPrefix.next(arguments, invocation.settings().withFamily(family));
    family = family == AddressFamily.UNSPEC ? to.family() : family;
    if (!invocation.settings().isBusybox()
        && to.family() == AddressFamily.INET
        && to.prefix().length() != HOST) {
      invocation.warn(
          "Warning: /"
              + to.prefix().length()
              + " as prefix is invalid, only /32 (or none) is supported.");
    }
    destination = to;
  }

  private void busybox(RouteQuery query, RouteAnswer answer) {
    CommandReport report = invocation.report();
    report.text(answer.type() == RouteType.UNICAST ? "" : RouteWords.name(answer.type()) + " ");
    report.text(query.destination() + " ");
    report.text(query.from() == null ? "" : "from " + query.from() + " ");
    report.text(answer.gateway() == null ? "" : "via " + answer.gateway() + " ");
    report.text("dev " + answer.device().name() + " ");
    if (query.from() == null && answer.source() != null) {
      report.text(" src " + answer.source() + " ");
    }
    report.text("\n");
  }
}
