package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.route.Route.Protocol;
import dev.cnilab.netsim.route.RouteType;
import java.util.Locale;
import java.util.Optional;

/** The names of what routes are made of (/etc/iproute2/rt_protos, rt_tables; lib/rt_names.c). */
final class RouteWords {
  private RouteWords() {}

  static String name(RouteType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  static String name(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  /** A type by its name, or by the beginning of one as rtnl_rtntype_a2n does not allow. */
  static Optional<RouteType> type(String word) {
    return switch (word) {
      case "unicast", "1" -> Optional.of(RouteType.UNICAST);
      case "local", "2" -> Optional.of(RouteType.LOCAL);
      case "broadcast", "brd", "3" -> Optional.of(RouteType.BROADCAST);
      case "multicast", "5" -> Optional.of(RouteType.MULTICAST);
      case "blackhole", "6" -> Optional.of(RouteType.BLACKHOLE);
      case "unreachable", "7" -> Optional.of(RouteType.UNREACHABLE);
      case "prohibit", "8" -> Optional.of(RouteType.PROHIBIT);
      default -> Optional.empty();
    };
  }

  static Optional<Protocol> protocol(String word) {
    return switch (word) {
      case "redirect", "1" -> Optional.of(Protocol.REDIRECT);
      case "kernel", "2" -> Optional.of(Protocol.KERNEL);
      case "boot", "3" -> Optional.of(Protocol.BOOT);
      case "static", "4" -> Optional.of(Protocol.STATIC);
      case "bird", "12" -> Optional.of(Protocol.BIRD);
      case "dhcp", "16" -> Optional.of(Protocol.DHCP);
      default -> Optional.empty();
    };
  }

  /** A routing table of this lab. */
  enum Table {
    MAIN,
    LOCAL,
    ALL,
    CACHE,
    /** One that exists but never has a route. */
    OTHER
  }

  static Optional<Table> table(String word) {
    return switch (word) {
      case "main", "254" -> Optional.of(Table.MAIN);
      case "local", "255" -> Optional.of(Table.LOCAL);
      case "default", "253" -> Optional.of(Table.OTHER);
      default ->
          word.matches("\\d{1,9}")
              ? Optional.of(word.matches("0+") ? Table.ALL : Table.OTHER)
              : Optional.empty();
    };
  }
}
