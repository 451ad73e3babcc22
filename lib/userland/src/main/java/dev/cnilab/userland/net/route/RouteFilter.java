package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * Selects routes for {@code ip route show|flush}. Fixed attributes are not printed: {@code ip route
 * show dev eth0} leaves out the {@code dev}.
 */
final class RouteFilter {
  int table = Fib.MAIN;
  @Nullable Link device;
  Route.@Nullable Protocol protocol;
  boolean protocolFixed;
  @Nullable Scope scope;
  boolean scopeFixed;
  @Nullable RouteType type;
  @Nullable Ipv4Prefix via;
  @Nullable Ipv4Prefix source;
  @Nullable Long metric;
  private final AddressFamily family;
  private @Nullable Ipv4Prefix root;
  private @Nullable Ipv4Prefix match;
  private boolean nothing;

  private RouteFilter(AddressFamily family) {
    this.family = family;
  }

  /** The filter of {@code ip route get}, which fixes nothing. */
  static RouteFilter none() {
    RouteFilter filter = new RouteFilter(AddressFamily.INET);
    filter.table = RouteWords.ALL;
    return filter;
  }

  static RouteFilter parse(Arguments arguments, IprouteInvocation invocation) {
    RouteFilter filter = new RouteFilter(invocation.settings().family());
    String deviceName = null;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev") || arguments.take("oif")) {
        deviceName = arguments.next();
      } else {
        filter.take(arguments, invocation);
      }
    }
    filter.device = deviceName == null ? null : invocation.link(deviceName);
    filter.nothing |= invocation.settings().family() == AddressFamily.INET6;
    return filter;
  }

  private void take(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.takeMatching("table")) {
      table = table(arguments.next());
    } else if (arguments.takeMatching("vrf")) {
      throw CommandFailure.wrong(arguments.next(), "Invalid VRF\n");
    } else if (arguments.takeMatching("cached", "cloned")) {
      table = RouteWords.CACHE;
    } else if (arguments.take("tos") || arguments.takeMatching("dsfield")) {
      nothing |= arguments.number(0, 255, "TOS value is invalid\n") != 0;
    } else if (arguments.takeMatching("protocol")) {
      protocolFixed = true;
      protocol = protocol(arguments.next());
    } else if (arguments.takeMatching("scope")) {
      scopeFixed = true;
      scope = scope(arguments.next());
    } else if (arguments.takeMatching("type")) {
      String word = arguments.next();
      type =
          RouteWords.type(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "node type value is invalid\n"));
    } else if (arguments.take("iif")) {
      invocation.link(arguments.next());
      nothing = true;
    } else if (arguments.take("mark")) {
      nothing |= arguments.number(0, 0xffff_ffffL, "invalid mark value") != 0;
    } else if (arguments.takeMatching("metric", "priority") || arguments.take("preference")) {
      metric = arguments.number(0, 0xffff_ffffL, "\"metric\" value is invalid\n");
    } else if (arguments.take("via")) {
      if (!arguments.take("inet")) {
        arguments.take("inet6");
      }
      via = InetPrefix.next(arguments, family).prefix();
    } else if (arguments.take("src")) {
      source = InetPrefix.next(arguments, family).prefix();
    } else if (arguments.takeMatching("from")) {
      takeFrom(arguments);
    } else {
      takeTo(arguments);
    }
  }

  private void takeFrom(Arguments arguments) {
    if (!arguments.takeMatching("root") && !arguments.takeMatching("match")) {
      arguments.takeMatching("exact");
    }
    nothing |= !InetPrefix.next(arguments, family).isDefault();
  }

  private void takeTo(Arguments arguments) {
    arguments.takeMatching("to");
    if (arguments.takeMatching("root")) {
      root = InetPrefix.next(arguments, family).prefix();
    } else if (arguments.takeMatching("match")) {
      match = InetPrefix.next(arguments, family).prefix();
    } else {
      arguments.takeMatching("exact");
      if (Arguments.matches(arguments.peek(), "help")) {
        throw CommandFailure.usage(Usage.text("ip-route"));
      }
      match = InetPrefix.next(arguments, family).prefix();
      root = match;
    }
  }

  private static int table(String word) {
    return switch (word) {
      case "all" -> RouteWords.ALL;
      case "cache" -> RouteWords.CACHE;
      case "help" -> throw CommandFailure.usage(Usage.text("ip-route"));
      default ->
          RouteWords.table(word)
              .orElseThrow(() -> CommandFailure.wrong(word, "table id value is invalid\n"));
    };
  }

  private static Route.@Nullable Protocol protocol(String word) {
    if (word.equals("all")) {
      return null;
    }
    return RouteWords.protocol(word)
        .orElseThrow(() -> CommandFailure.wrong(word, "invalid \"protocol\"\n"));
  }

  private static @Nullable Scope scope(String word) {
    if (word.equals("all")) {
      return null;
    }
    return Scopes.parse(word).orElseThrow(() -> CommandFailure.wrong(word, "invalid \"scope\"\n"));
  }

  boolean admits(Route route) {
    Ipv4Prefix to = route.destination();
    return !nothing
        && (protocol == null || protocol == route.protocol())
        && (scope == null || scope == route.scope())
        && (type == null || type == route.type())
        && (metric == null || metric == Integer.toUnsignedLong(route.metric()))
        && (root == null || root.contains(to))
        && (match == null || (match.length() >= to.length() && to.contains(match.address())))
        && (source == null
            || (route.preferredSource() != null && source.contains(route.preferredSource())))
        && (device == null || isOver(route, device))
        && (via == null || isVia(route, via));
  }

  /** The kernel gives a multipath route no device of its own. */
  private static boolean isOver(Route route, Link device) {
    return route.nextHops().size() == 1 && route.nextHops().getFirst().device() == device;
  }

  private static boolean isVia(Route route, Ipv4Prefix via) {
    return route.nextHops().size() == 1
        && route.nextHops().getFirst().gateway() != null
        && via.contains(route.nextHops().getFirst().gateway());
  }
}
