package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.route.Route.Protocol;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteMetrics.Metric;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in route listings (/etc/iproute2/rt_protos, rt_tables; lib/rt_names.c). */
public final class RouteWords {
  /** RTAX_FEATURE_ECN. */
  private static final long ECN = 1;

  private static final long SECOND = 1000;

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
    return Arrays.stream(Protocol.values())
        .filter(each -> word.equals(name(each)) || word.equals(String.valueOf(each.number())))
        .findFirst();
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

  /** A number with a unit of time, as get_time_rtt reads it. */
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(s|secs?|ms|msecs?)?");

  /** The metrics with the one that the next words give; empty if they give none. */
  static Optional<RouteMetrics> metric(Arguments arguments, RouteMetrics before) {
    for (Metric metric : Metric.values()) {
      String name = metric.name().toLowerCase(Locale.ROOT);
      if (arguments.take(name)) {
        boolean locked = arguments.take("lock");
        RouteMetrics more = before.with(metric, value(metric, name, arguments));
        return Optional.of(locked && metric == Metric.MTU ? more.lockMtu() : more);
      }
    }
    return Optional.empty();
  }

  private static long value(Metric metric, String name, Arguments arguments) {
    return switch (metric) {
      case RTT, RTTVAR, RTO_MIN -> time(metric, name, arguments.next());
      case FEATURES -> features(arguments.next());
      default -> {
        String called = metric == Metric.ADVMSS ? "mss" : name;
        yield arguments.number(0, 0xffff_ffffL, "\"" + called + "\" value is invalid\n");
      }
    };
  }

  private static long features(String word) {
    if (!word.equals("ecn")) {
      throw CommandFailure.wrong(word, "\"features\" value not valid\n");
    }
    return ECN;
  }

  private static long time(Metric metric, String name, String word) {
    Matcher time = TIME.matcher(word);
    if (!time.matches()) {
      throw CommandFailure.wrong(word, "\"" + name + "\" value is invalid\n");
    }
    String unit = time.group(2);
    double number = Double.parseDouble(time.group(1));
    if (unit == null) {
      return Math.round(number); // in the kernel's own unit
    }
    return Math.round(number * (unit.startsWith("s") ? SECOND : 1) * parts(metric));
  }

  /** How many of the kernel's units of a time are a millisecond. */
  private static int parts(Metric metric) {
    return switch (metric) {
      case RTT -> 8;
      case RTTVAR -> 4;
      default -> 1;
    };
  }

  /** A metric as {@code ip route} prints it after its name. */
  static String text(Metric metric, long value) {
    return switch (metric) {
      case RTT, RTTVAR, RTO_MIN -> span(value / parts(metric));
      case FEATURES -> "ecn";
      default -> String.valueOf(value);
    };
  }

  private static String span(long millis) {
    return millis < SECOND
        ? millis + "ms"
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
  }
}
