package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.route.Route.Protocol;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import java.util.Locale;
import java.util.Optional;

/** The names in route listings (/etc/iproute2/rt_protos, rt_tables; lib/rt_names.c). */
public final class RouteWords {

  private RouteWords() {}

  public static String name(RouteType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  public static String name(Protocol protocol) {
    return protocol == Protocol.FELIX ? "80" : protocol.name().toLowerCase(Locale.ROOT);
  }

  /** A type by its exact name or number, because rtnl_rtntype_a2n allows no abbreviations. */
  static Optional<RouteType> type(String word) {
    return switch (word) {
      case "unicast", "1" -> Optional.of(RouteType.UNICAST);
      case "local", "2" -> Optional.of(RouteType.LOCAL);
      case "broadcast", "brd", "3" -> Optional.of(RouteType.BROADCAST);
      case "multicast", "5" -> Optional.of(RouteType.MULTICAST);
      case "blackhole", "6" -> Optional.of(RouteType.BLACKHOLE);
      case "unreachable", "7" -> Optional.of(RouteType.UNREACHABLE);
      case "prohibit", "8" -> Optional.of(RouteType.PROHIBIT);
      case "throw", "9" -> Optional.of(RouteType.THROW);
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
      case "80" -> Optional.of(Protocol.FELIX);
      default -> Optional.empty();
    };
  }

  /** The values of {@code table} other than a table: all tables, and the cache. */
  static final int ALL = 0;

  static final int CACHE = -1;

  /** The number of a table by name or number. */
  public static Optional<Integer> table(String word) {
    return switch (word) {
      case "main" -> Optional.of(Fib.MAIN);
      case "local" -> Optional.of(Fib.LOCAL);
      case "default" -> Optional.of(Fib.DEFAULT);
      default -> word.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(word)) : Optional.empty();
    };
  }

  public static String table(int number) {
    return switch (number) {
      case Fib.MAIN -> "main";
      case Fib.LOCAL -> "local";
      case Fib.DEFAULT -> "default";
      default -> String.valueOf(number);
    };
  }
}
