package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments after {@code type ipip} (ip/link_iptnl.c).
 *
 * @param local the outer source; null for the route's
 * @param remote the outer destination; null for the next hop
 */
record IpipWords(@Nullable Ipv4Address local, @Nullable Ipv4Address remote) {
  /** Options that iproute2 accepts but these tunnels do not support. */
  private static final Set<String> ELSEWHERE =
      Set.of("tos", "dev", "external", "fwmark", "encap", "encap-sport", "encap-dport");

  static IpipWords parse(Arguments arguments) {
    IpipWords words = new IpipWords(null, null);
    while (!arguments.isEmpty()) {
      String key = arguments.next();
      switch (key) {
        case "local" -> words = new IpipWords(address(arguments), words.remote());
        case "remote" -> words = new IpipWords(words.local(), address(arguments));
        case "ttl", "hoplimit" -> onlyInherited(arguments.next());
        case "mode" -> onlyIpv4(arguments.next());
        case "pmtudisc" -> {}
        default -> throw refused(key);
      }
    }
    return words;
  }

  private static CommandFailure refused(String key) {
    return ELSEWHERE.contains(key)
        ? unavailable(key)
        : CommandFailure.refused("ipip: unknown option \"" + key + "\"?");
  }

  private static @Nullable Ipv4Address address(Arguments arguments) {
    return arguments.take("any") ? null : InetPrefix.nextAddress(arguments, AddressFamily.INET);
  }

  private static void onlyInherited(String ttl) {
    if (!ttl.equals("inherit") && !ttl.equals("0")) {
      throw unavailable("ttl " + ttl);
    }
  }

  private static void onlyIpv4(String mode) {
    switch (mode) {
      case "ipip", "ip4ip4", "ipv4/ipv4", "any" -> {}
      default -> throw unavailable("mode " + mode);
    }
  }

  private static CommandFailure unavailable(String what) {
    return CommandFailure.refused("ipip " + what + " is not available on this machine");
  }
}
