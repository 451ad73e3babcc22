package dev.cnilab.userland.net.link.address;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.AddressLifetime;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Scopes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of {@code ip addr add|change|replace|del} (ipaddr_modify). */
final class AddressRequest {
  private static final Set<String> FLAGS =
      Set.of("home", "nodad", "mngtmpaddr", "noprefixroute", "autojoin", "optimistic");

  private static final long FOREVER = 0xffff_ffffL;

  /** The values of {@code broadcast} other than an address. */
  private enum Derived {
    NONE,
    ONES,
    ZEROS
  }

  private AddressFamily family;
  private @Nullable InetPrefix local;
  private @Nullable InetPrefix peer;
  private @Nullable Ipv4Address broadcast;
  private Derived derived = Derived.NONE;
  private @Nullable Scope scope;
  private @Nullable String device;
  private String word = "";
  private String label = "";
  private boolean prefixRoute = true;
  private boolean autojoin;
  private int metric;
  private long valid = FOREVER;
  private long preferred = FOREVER;
  private boolean busybox;
  private @Nullable Link link;

  private AddressRequest(AddressFamily family) {
    this.family = family;
  }

  static AddressRequest parse(Arguments arguments, IprouteInvocation invocation) {
    AddressRequest request = new AddressRequest(invocation.settings().family());
    while (!arguments.isEmpty()) {
      request.take(arguments, invocation);
    }
    request.complete(invocation);
    return request;
  }

  private void take(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.take("peer") || arguments.take("remote")) {
      if (peer != null) {
        throw CommandFailure.duplicate("peer", arguments.next());
      }
      peer = next(arguments, invocation);
    } else if (arguments.takeMatching("broadcast") || arguments.take("brd")) {
      takeBroadcast(arguments);
    } else if (arguments.take("anycast")) {
      InetPrefix.nextHost(arguments, family);
    } else if (arguments.take("scope")) {
      String name = arguments.next();
      scope =
          Scopes.parse(name).orElseThrow(() -> CommandFailure.wrong(name, "invalid scope value."));
    } else if (arguments.take("dev")) {
      device = arguments.next();
    } else if (arguments.take("label")) {
      label = arguments.next();
    } else if (arguments.takeMatching("metric", "priority", "preference")) {
      metric = (int) arguments.number(0, 0xffff_ffffL, "\"metric\" value is invalid\n");
    } else if (arguments.takeMatching("valid_lft")) {
      valid = lifetime(arguments, "valid_lft");
    } else if (arguments.takeMatching("preferred_lft")) {
      preferred = lifetime(arguments, "preferred_lft");
    } else if (FLAGS.contains(arguments.peek())) {
      flag(arguments.next(), invocation);
    } else {
      takeLocal(arguments, invocation);
    }
  }

  private void takeBroadcast(Arguments arguments) {
    if (broadcast != null || derived != Derived.NONE) {
      throw CommandFailure.duplicate("broadcast", arguments.next());
    }
    if (arguments.take("+")) {
      derived = Derived.ONES;
    } else if (arguments.take("-")) {
      derived = Derived.ZEROS;
    } else {
      broadcast = InetPrefix.nextAddress(arguments, family);
    }
  }

  private void takeLocal(Arguments arguments, IprouteInvocation invocation) {
    if (!arguments.take("local") && Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text("ip-address"));
    }
    if (local != null) {
      throw CommandFailure.garbage("local", arguments.next());
    }
    word = arguments.peek();
    local = next(arguments, invocation);
    busybox = invocation.settings().isBusybox();
  }

  private InetPrefix next(Arguments arguments, IprouteInvocation invocation) {
    InetPrefix prefix = InetPrefix.next(arguments, invocation.settings().withFamily(family));
    family = family == AddressFamily.UNSPEC ? prefix.family() : family;
    return prefix;
  }

  /** A lifetime in seconds. */
  private static long lifetime(Arguments arguments, String name) {
    return arguments.take("forever") ? FOREVER : arguments.number(0, FOREVER, name + " value");
  }

  private void flag(String name, IprouteInvocation invocation) {
    prefixRoute &= !name.equals("noprefixroute");
    autojoin |= name.equals("autojoin");
    if (family != AddressFamily.INET6
        && !name.equals("noprefixroute")
        && !name.equals("autojoin")) {
      invocation.warn("Warning: " + name + " option can be set only for IPv6 addresses");
    }
  }

  private void complete(IprouteInvocation invocation) {
    if (device == null) {
      throw CommandFailure.refused("Not enough information: \"dev\" argument is required.");
    }
    link = invocation.link(device);
    if (autojoin && local != null && !local.address().isMulticast()) {
      throw CommandFailure.refused("autojoin needs multicast address");
    } else if (valid == 0) {
      throw CommandFailure.refused("valid_lft is zero");
    } else if (valid < preferred) {
      throw CommandFailure.refused("preferred_lft is greater than valid_lft");
    }
    if (family == AddressFamily.INET6) {
      throw new ErrnoException(Errno.EACCES);
    }
  }

  Link link() {
    return Objects.requireNonNull(link);
  }

  /**
   * The address.
   *
   * @throws ErrnoException EOPNOTSUPP if none was given
   */
  Ipv4Prefix requireLocal() {
    if (local == null || local.family() != AddressFamily.INET) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    if (busybox && local.isDefault() && !local.lengthGiven()) {
      throw new ErrnoException(Errno.ERANGE); // the request has a zero-length address
    }
    int length = peer == null ? local.prefix().length() : peer.prefix().length();
    return new Ipv4Prefix(local.address(), length);
  }

  /** The address with all its attributes. */
  LinkAddress address() {
    Ipv4Prefix own = requireLocal();
    Ipv4Address other = peer == null ? null : peer.address();
    return new LinkAddress(
        own, scope(), other, broadcast(), label, metric, prefixRoute, lifetime(), false);
  }

  private AddressLifetime lifetime() {
    return new AddressLifetime(end(valid), end(preferred));
  }

  private long end(long seconds) {
    return seconds == FOREVER
        ? AddressLifetime.NEVER
        : link().links().loop().nanoTime() + Duration.ofSeconds(seconds).toNanos();
  }

  boolean lengthGiven() {
    return local != null && (local.lengthGiven() || peer != null);
  }

  /** The address as typed. */
  String word() {
    return word;
  }

  Scope scope() {
    if (scope != null) {
      return scope;
    }
    return local != null && local.address().isLoopback() ? Scope.HOST : Scope.GLOBAL;
  }

  @Nullable Ipv4Address broadcast() {
    Ipv4Prefix prefix = requireLocal();
    if (derived == Derived.NONE || prefix.length() > 30) {
      return broadcast;
    }
    return derived == Derived.ONES ? prefix.broadcast() : prefix.network().address();
  }
}
