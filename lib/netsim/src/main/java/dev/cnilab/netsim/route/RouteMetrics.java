package dev.cnilab.netsim.route;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a route says of its path beyond where it leads (RTAX_*).
 *
 * @param values what was given, in the kernel's order
 * @param mtuLocked whether ICMP may not teach a smaller MTU
 */
public record RouteMetrics(Map<Metric, Long> values, boolean mtuLocked) {
  /** The metrics by the names that iproute2 has for them. */
  public enum Metric {
    MTU,
    WINDOW,
    RTT,
    RTTVAR,
    SSTHRESH,
    CWND,
    ADVMSS,
    REORDERING,
    HOPLIMIT,
    INITCWND,
    RTO_MIN,
    INITRWND,
    QUICKACK
  }

  /** Those of a route that says nothing. */
  public static final RouteMetrics NONE = new RouteMetrics(Map.of(), false);

  public RouteMetrics {
    Map<Metric, Long> ordered = new EnumMap<>(Metric.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }

  /** These and one more. */
  public RouteMetrics with(Metric metric, long value) {
    Map<Metric, Long> more = new EnumMap<>(Metric.class);
    more.putAll(values);
    more.put(metric, value);
    return new RouteMetrics(more, mtuLocked);
  }

  public RouteMetrics lockMtu() {
    return new RouteMetrics(values, true);
  }

  /** In bytes; 0 for the link's. */
  public int mtu() {
    return values.isEmpty() ? 0 : Math.toIntExact(values.getOrDefault(Metric.MTU, 0L));
  }
}
