package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Scopes;
import dev.cnilab.userland.net.command.iproute.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arguments of {@code ip route add|replace|append|del} (iproute_modify). */
final class RouteChange {
  /** A next hop as typed. */
  private record Hop(
      @Nullable Ipv4Address gateway, @Nullable String device, int weight, boolean onlink) {}

  private final boolean deletes;
  private final Settings settings;
  private AddressFamily family;
  private @Nullable InetPrefix destination;
  private @Nullable RouteType type;
  private @Nullable Scope scope;
  private Route.@Nullable Protocol protocol;
  private @Nullable Ipv4Address source;
  private @Nullable Ipv4Address gateway;
  private @Nullable String device;
  private boolean onlink;
  private int metric;
  private RouteMetrics metrics = RouteMetrics.NONE;
  private @Nullable Integer table;
  private final List<Hop> hops = new ArrayList<>();
  private @Nullable RouteRequest request;

  private RouteChange(Settings settings, boolean deletes) {
    this.settings = settings;
    this.family = settings.family();
    this.deletes = deletes;
  }

  /** The arguments that describe a new route. */
  static RouteChange ofNew(Arguments arguments, IprouteInvocation invocation) {
    return parse(new RouteChange(invocation.settings(), false), arguments, invocation);
  }

  /** The arguments that select the route to delete. */
  static RouteChange ofOld(Arguments arguments, IprouteInvocation invocation) {
    return parse(new RouteChange(invocation.settings(), true), arguments, invocation);
  }

  private static RouteChange parse(
      RouteChange change, Arguments arguments, IprouteInvocation invocation) {
    while (!arguments.isEmpty()) {
      change.take(arguments);
    }
    change.request = change.build(invocation);
    return change;
  }

  RouteRequest request() {
    return Objects.requireNonNull(request);
  }

  /** The number of its table; by default it follows from the type. */
  int table() {
    if (table != null) {
      return table;
    }
    return type == RouteType.LOCAL || type == RouteType.BROADCAST ? Fib.LOCAL : Fib.MAIN;
  }

  private void take(Arguments arguments) {
    if (arguments.take("src")) {
      source = nextAddress(arguments);
    } else if (arguments.take("via")) {
      takeGateway(arguments);
    } else if (arguments.take("from")) {
      InetPrefix.next(arguments, family);
    } else if (arguments.takeMatching("metric", "priority") || arguments.take("preference")) {
      metric = (int) arguments.number(0, 0xffff_ffffL, "\"metric\" value is invalid\n");
    } else if (arguments.take("scope")) {
      scope = scope(arguments.next());
    } else if (arguments.take("onlink")) {
      onlink = true;
    } else if (arguments.take("nexthop")) {
      takeNextHops(arguments);
    } else if (arguments.takeMatching("protocol")) {
      protocol = protocol(arguments.next());
    } else if (arguments.takeMatching("table")) {
      table = table(arguments.next());
    } else if (arguments.take("dev") || arguments.take("oif")) {
      device = arguments.next();
    } else if (!takeMetric(arguments)) {
      takeDestination(arguments);
    }
  }

  /** Reads a metric of the path; routes for a type of service, or for a while, are refused. */
  private boolean takeMetric(Arguments arguments) {
    for (String key : new String[] {"tos", "expires"}) {
      if (arguments.take(key)) {
        throw CommandFailure.refused("\"" + key + "\" is not available on this machine.");
      }
    }
    Optional<RouteMetrics> more = RouteWords.metric(arguments, metrics);
    metrics = more.orElse(metrics);
    return more.isPresent();
  }

  private void takeGateway(Arguments arguments) {
    if (gateway != null) {
      throw CommandFailure.wrong("via", "use nexthop syntax to specify multiple via\n");
    }
    takeFamily(arguments);
    gateway = nextAddress(arguments);
  }

  private static void takeFamily(Arguments arguments) {
    if (!arguments.take("inet")) {
      arguments.take("inet6");
    }
  }

  private void takeNextHops(Arguments arguments) {
    Ipv4Address via = null;
    String over = null;
    int weight = 1;
    boolean direct = false;
    while (true) {
      if (arguments.take("via")) {
        takeFamily(arguments);
        via = nextAddress(arguments);
      } else if (arguments.take("dev")) {
        over = arguments.next();
      } else if (arguments.take("weight")) {
        weight = (int) arguments.number(1, 256, "\"weight\" is invalid\n");
      } else if (arguments.take("onlink")) {
        direct = true;
      } else {
        break;
      }
    }
    hops.add(new Hop(via, over, weight, direct));
    if (!arguments.isEmpty() && !arguments.peek().equals("nexthop")) {
      throw CommandFailure.usage(
          "Error: \"nexthop\" or end of line is expected instead of \"" + arguments.next() + "\"");
    }
  }

  private void takeDestination(Arguments arguments) {
    arguments.take("to");
    String word = arguments.peek();
    if (!word.isEmpty() && !Character.isDigit(word.charAt(0))) {
      RouteWords.type(word)
          .ifPresent(
              found -> {
                arguments.next();
                type = found;
              });
    }
    if (Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text("ip-route"));
    }
    if (destination != null) {
      throw CommandFailure.garbage("to", arguments.next());
    }
    destination = InetPrefix.next(arguments, settings.withFamily(family));
    family = family == AddressFamily.UNSPEC ? destination.family() : family;
  }

  private Ipv4Address nextAddress(Arguments arguments) {
    InetPrefix address = InetPrefix.nextHost(arguments, family);
    family = family == AddressFamily.UNSPEC ? address.family() : family;
    return address.address();
  }

  private static Scope scope(String word) {
    return Scopes.parse(word)
        .orElseThrow(() -> CommandFailure.wrong(word, "invalid \"scope\" value\n"));
  }

  private static Route.Protocol protocol(String word) {
    return RouteWords.protocol(word)
        .orElseThrow(() -> CommandFailure.wrong(word, "\"protocol\" value is invalid\n"));
  }

  private static int table(String word) {
    return RouteWords.table(word)
        .orElseThrow(() -> CommandFailure.wrong(word, "\"table\" value is invalid\n"));
  }

  private RouteRequest build(IprouteInvocation invocation) {
    if (destination == null && settings.isBusybox()) {
      destination = new InetPrefix(AddressFamily.INET, Ipv4Prefix.DEFAULT, false);
    }
    if (destination == null) {
      throw CommandFailure.usage(Usage.text("ip-route"));
    }
    Link link = device == null ? null : invocation.link(device);
    if (family == AddressFamily.INET6) {
      throw new ErrnoException(deletes ? Errno.ESRCH : Errno.EACCES);
    }
    if (!destination.prefix().network().equals(destination.prefix())) {
      throw new ErrnoException(Errno.EINVAL, "Invalid prefix for given prefix length.");
    }
    RouteRequest built = RouteRequest.to(destination.prefix()).metric(metric).metrics(metrics);
    if (type != null) {
      built.type(type);
    }
    if (protocol != null) {
      built.protocol(protocol);
    }
    if (source != null) {
      built.source(source);
    }
    if (scope != null) {
      built.scope(scope);
    }
    addHops(built, link, invocation);
    return built;
  }

  private void addHops(RouteRequest built, @Nullable Link link, IprouteInvocation invocation) {
    if (onlink && gateway != null && link != null) {
      built.viaOnlink(gateway, link);
    } else if (gateway != null || link != null) {
      built.nextHop(link, gateway, 1);
    }
    for (Hop hop : hops) {
      Link over = hop.device == null ? null : invocation.link(hop.device);
      if (hop.onlink && hop.gateway != null && over != null) {
        built.viaOnlink(hop.gateway, over);
      } else {
        built.nextHop(over, hop.gateway, hop.weight);
      }
    }
  }
}
