package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Scopes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Selects links and addresses for {@code ip addr show|flush} and {@code ip link show}. */
public final class LinkFilter {
  private AddressFamily family;
  private boolean up;
  private boolean inScope;
  private @Nullable Scope scope;
  private @Nullable Boolean secondary;
  private @Nullable Boolean permanent;
  private @Nullable Boolean deprecated;
  private @Nullable String label;
  private @Nullable Link master;
  private boolean withoutMaster;
  private @Nullable String kind;
  private @Nullable String device;
  private @Nullable Ipv4Prefix to;
  private @Nullable Integer group;

  private LinkFilter(AddressFamily family) {
    this.family = family;
  }

  public static LinkFilter parse(Arguments arguments, IprouteInvocation invocation, String usage) {
    LinkFilter filter = new LinkFilter(invocation.settings().family());
    while (!arguments.isEmpty()) {
      filter.take(arguments, invocation, usage);
    }
    String name = filter.device;
    if (name != null && invocation.links().find(name).isEmpty()) {
      throw CommandFailure.noDevice(name, "Device \"" + name + "\" does not exist.");
    }
    return filter;
  }

  private void take(Arguments arguments, IprouteInvocation invocation, String usage) {
    if (arguments.take("to")) {
      InetPrefix prefix = InetPrefix.next(arguments, family);
      to = prefix.prefix();
      family = family == AddressFamily.UNSPEC ? prefix.family() : family;
    } else if (arguments.take("scope")) {
      inScope = true;
      scope = scope(arguments.next());
    } else if (arguments.take("up")) {
      up = true;
    } else if (arguments.take("secondary")
        || arguments.take("temporary")
        || arguments.take("-primary")) {
      secondary = true;
    } else if (arguments.take("primary") || arguments.take("-secondary")) {
      secondary = false;
    } else if (arguments.take("permanent") || arguments.take("-dynamic")) {
      permanent = true;
    } else if (arguments.take("dynamic") || arguments.take("-permanent")) {
      permanent = false;
    } else if (arguments.take("deprecated")) {
      deprecated = true;
    } else if (arguments.take("-deprecated")) {
      deprecated = false;
    } else if (arguments.take("label")) {
      label = arguments.next();
    } else if (arguments.take("group")) {
      group = group(arguments.next());
    } else if (arguments.take("master")) {
      master = existing(arguments.next(), invocation, "Device does not exist\n");
    } else if (arguments.take("vrf")) {
      throw CommandFailure.wrong(arguments.next(), "Not a valid VRF name\n");
    } else if (arguments.take("nomaster")) {
      withoutMaster = true;
    } else if (arguments.take("type")) {
      kind = arguments.next();
    } else {
      takeDevice(arguments, usage);
    }
  }

  private void takeDevice(Arguments arguments, String usage) {
    if (!arguments.take("dev") && Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text(usage));
    }
    String name = arguments.next();
    if (device != null) {
      throw CommandFailure.garbage("dev", name);
    }
    device = name;
  }

  private static Link existing(String name, IprouteInvocation invocation, String otherwise) {
    return invocation.links().find(name).orElseThrow(() -> CommandFailure.wrong(name, otherwise));
  }

  /** The number of a link group. */
  public static int group(String group) {
    if (group.equals("default")) {
      return 0;
    }
    if (group.matches("\\d{1,9}")) {
      return Integer.parseInt(group);
    }
    throw CommandFailure.wrong(group, "Invalid \"group\" value\n");
  }

  private static @Nullable Scope scope(String word) {
    if (word.equals("all")) {
      return null;
    }
    return Scopes.parse(word).orElseThrow(() -> CommandFailure.wrong(word, "invalid \"scope\"\n"));
  }

  /** Whether one link is asked for. */
  boolean namesDevice() {
    return device != null;
  }

  /** Whether addresses are selected by label; the link itself is then not printed. */
  boolean selectsLabel() {
    return label != null;
  }

  AddressFamily family() {
    return family;
  }

  /**
   * Whether a link's entry is printed: a link with addresses only if one matches, a link without
   * only if no family was given (ipaddr_filter).
   *
   * @param matching its addresses that match
   */
  boolean admits(Link link, List<LinkAddress> matching, Optional<Ipv6Address> matching6) {
    if (!admits(link)) {
      return false;
    }
    boolean selects = to != null || scope != null || selectsFlags() || label != null;
    if (!selects && family != AddressFamily.INET && family != AddressFamily.INET6) {
      return true;
    }
    boolean none = link.addresses().isEmpty() && link.inet6().address().isEmpty();
    return !matching.isEmpty() || matching6.isPresent() || (family == AddressFamily.UNSPEC && none);
  }

  public boolean admits(Link link) {
    return (device == null || isNamed(link, device))
        && (!up || link.isUp())
        && (group == null || group == link.options().group())
        && (master == null || link.master().filter(each -> each == master).isPresent())
        && (!withoutMaster || link.master().isEmpty())
        && (kind == null || LinkKind.matches(link, kind));
  }

  private boolean selectsFlags() {
    return secondary != null || permanent != null || deprecated != null;
  }

  private static boolean isNamed(Link link, String name) {
    return link.name().equals(name) || link.alternativeNames().list().contains(name);
  }

  public boolean admits(Link link, LinkAddress address) {
    long now = link.links().loop().nanoTime();
    return family != AddressFamily.INET6
        && (to == null || to.contains(address.address()))
        && (!inScope || scope == null || scope == address.scope())
        && (secondary == null || secondary == address.secondary())
        && (permanent == null || permanent == address.lifetime().isPermanent())
        && (deprecated == null || deprecated == address.lifetime().isDeprecated(now))
        && (label == null || matchesLabel(AddressReport.label(link, address)));
  }

  /** Whether the IPv6 address that a link configured itself is printed. */
  public boolean admitsIpv6(Link link) {
    Scope own = link instanceof Loopback ? Scope.HOST : Scope.LINK;
    return family != AddressFamily.INET
        && to == null
        && (!inScope || scope == null || scope == own)
        && (secondary == null || !secondary)
        && (permanent == null || permanent)
        && (deprecated == null || !deprecated)
        && label == null;
  }

  private boolean matchesLabel(String of) {
    String glob = label == null ? "*" : label;
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      pattern.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return of.matches(pattern.toString());
  }
}
