package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The routing table as {@code route} and {@code netstat -r} print it.
 *
 * @param numeric whether addresses stand for themselves, not names
 * @param busybox whether busybox's commands print it, not those of net-tools
 */
public record RouteTableText(Process process, boolean numeric, boolean busybox) {
  /** The work of a line, in microseconds. */
  private static final int LINE = 5;

  private static final String TITLE = "Kernel IP routing table\n";
  private static final String COMMON = "Destination     Gateway         Genmask         Flags ";

  /** Prints it as {@code route} does. */
  public void printRoute() {
    process.out().print(TITLE + COMMON + "Metric Ref    Use Iface\n");
    print(
        route -> {
          String dashes = !busybox && route.nextHops().isEmpty() ? "-" : "0";
          return String.format(Locale.ROOT, "%-6d %-2s %7d ", route.metric(), dashes, 0);
        });
  }

  /** Prints it as {@code netstat -r} does. */
  public void printNetstat() {
    process.out().print(TITLE + COMMON + "  MSS Window  irtt Iface\n");
    print(
        route -> {
          String none = !busybox && route.nextHops().isEmpty() ? "-" : "0";
          return String.format(Locale.ROOT, "%5s %-5s %6s ", none, none, none);
        });
  }

  /** Prints a line for each route. */
  private void print(Function<Route, String> figures) {
    for (Route route : routes()) {
      process.work(LINE);
      process.out().print(common(route) + figures.apply(route) + device(route) + "\n");
    }
  }

  private List<Route> routes() {
    return process.network().routes().list().stream()
        .sorted(
            Comparator.comparing((Route route) -> route.destination().address())
                .thenComparing(route -> -route.destination().length()))
        .toList();
  }

  private String common(Route route) {
    boolean all = route.destination().length() == 0;
    boolean rejects = route.type() != RouteType.UNICAST;
    Ipv4Address gateway = route.nextHops().isEmpty() ? null : route.nextHops().getFirst().gateway();
    String none = rejects && !busybox ? "-" : numeric || !busybox ? "0.0.0.0" : "*";
    String to = all ? numeric ? "0.0.0.0" : "default" : name(route);
    String flags =
        (rejects ? "!" : "U")
            + (gateway != null ? "G" : "")
            + (route.destination().length() == 32 ? "H" : "");
    return String.format(
        Locale.ROOT,
        "%-15s %-15s %-15s %-6s",
        to,
        gateway == null ? none : gateway.toString(),
        mask(route.destination().length()),
        flags);
  }

  private String name(Route route) {
    Ipv4Address address = route.destination().address();
    return numeric
        ? address.toString()
        : new Resolver(process).nameOf(address).orElse(address.toString());
  }

  private static Ipv4Address mask(int length) {
    return new Ipv4Address(length == 0 ? 0 : -1 << (32 - length));
  }

  private String device(Route route) {
    return route.nextHops().stream()
        .findFirst()
        .map(hop -> hop.device().name())
        .orElse(busybox ? "*" : "-");
  }
}
