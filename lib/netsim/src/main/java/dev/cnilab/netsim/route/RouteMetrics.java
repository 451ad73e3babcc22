package dev.cnilab.netsim.route;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The metrics of a route other than its priority (RTAX_*).
 *
 * @param values the given ones, in the kernel's order
 * @param mtuLocked whether ICMP must not reduce the MTU
 */
public record RouteMetrics(Map<Metric, Long> values, boolean mtuLocked) {
  /** The metrics, by their names in iproute2. */
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
    FEATURES,
    RTO_MIN,
    INITRWND,
    QUICKACK
  }

  /** No metrics. */
  public static final RouteMetrics NONE = new RouteMetrics(Map.of(), false);

  public RouteMetrics {
    Map<Metric, Long> ordered = new EnumMap<>(Metric.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }

  /** These metrics and one more. */
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
