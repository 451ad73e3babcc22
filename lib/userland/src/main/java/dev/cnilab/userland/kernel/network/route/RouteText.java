package dev.cnilab.userland.kernel.network.route;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMetrics.Metric;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.kernel.GeneratedText;
import dev.cnilab.userland.kernel.LittleEndian;

/** /proc/net/route: the table main (net/ipv4/fib_trie.c, fib_route_seq_show). */
public final class RouteText {
  private static final int WIDTH = 127;
  private static final int UP = 1;
  private static final int GATEWAY = 2;
  private static final int HOST = 4;
  private static final int REJECT = 0x200;
  private static final int HEADERS = 40;

  private RouteText() {}

  /** The content of /proc/net/route in a namespace. */
  public static void of(NetworkNamespace network, GeneratedText text) {
    text.line(
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
        WIDTH);
    for (Route route : network.routes().list()) {
      if (route.type() != RouteType.BROADCAST && route.type() != RouteType.MULTICAST) {
        text.line(line(route), WIDTH);
      }
    }
  }

  private static String line(Route route) {
    NextHop hop = route.nextHops().isEmpty() ? null : route.nextHops().getFirst();
    Ipv4Address gateway = hop == null ? null : hop.gateway();
    int flags = UP | (gateway == null ? 0 : GATEWAY);
    flags |= route.destination().length() == 32 ? HOST : 0;
    boolean refused = route.type() == RouteType.UNREACHABLE || route.type() == RouteType.PROHIBIT;
    long segment = value(route, Metric.ADVMSS);
    return "%s\t%s\t%s\t%04X\t0\t0\t%d\t%s\t%d\t%d\t%d"
        .formatted(
            hop == null ? "*" : hop.device().name(),
            LittleEndian.hex(route.destination().address()),
            LittleEndian.hex(gateway == null ? Ipv4Address.ANY : gateway),
            flags | (refused ? REJECT : 0),
            hop == null ? 0 : route.metric(),
            LittleEndian.hex(route.destination().mask()),
            segment == 0 ? 0 : segment + HEADERS,
            value(route, Metric.WINDOW),
            value(route, Metric.RTT));
  }

  private static long value(Route route, Metric metric) {
    return route.metrics().values().getOrDefault(metric, 0L);
  }
}
