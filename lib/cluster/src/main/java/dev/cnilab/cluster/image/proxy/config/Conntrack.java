package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What kube-proxy sets of the node's connection tracking (pkg/proxy/conntrack/sysctls.go).
 *
 * @param fields {@code conntrack} of its configuration
 */
public record Conntrack(JsonNode fields) {
  private static final int MAX_PER_CORE = 32 * 1024;
  private static final int MIN = 128 * 1024;
  private static final int LIMIT = 1024 * 1024;

  private static final String MAX = "nf_conntrack_max";

  /** Sets what differs, and logs it. A table that is large enough already stays as it is. */
  public void apply(Sysctl sysctl, int cpus, Klog log) {
    int wanted = max(cpus);
    if (wanted > number(sysctl, MAX)) {
      set(sysctl, MAX, wanted, log);
    }
    timeouts()
        .forEach(
            (name, timeout) -> {
              if (timeout.isPositive()) {
                set(sysctl, name, Math.toIntExact(timeout.toSeconds()), log);
              }
            });
  }

  /** The number of connections; 0 to leave it as it is. */
  private int max(int cpus) {
    int perCore = fields.path("maxPerCore").asInt(MAX_PER_CORE);
    long scaled = Math.min(LIMIT, (long) perCore * cpus);
    return perCore <= 0 ? 0 : (int) Math.max(scaled, fields.path("min").asInt(MIN));
  }

  private Map<String, Duration> timeouts() {
    Map<String, Duration> timeouts = new TreeMap<>();
    timeouts.put("nf_conntrack_tcp_timeout_established", timeout("tcpEstablishedTimeout", "24h"));
    timeouts.put("nf_conntrack_tcp_timeout_close_wait", timeout("tcpCloseWaitTimeout", "1h"));
    timeouts.put("nf_conntrack_udp_timeout", timeout("udpTimeout", "0s"));
    timeouts.put("nf_conntrack_udp_timeout_stream", timeout("udpStreamTimeout", "0s"));
    return timeouts;
  }

  private Duration timeout(String field, String initial) {
    return GoDuration.parse(fields.path(field).asText(initial)).orElse(Duration.ZERO);
  }

  private static int number(Sysctl sysctl, String name) {
    return Integer.parseInt(sysctl.get("net.netfilter." + name));
  }

  private static void set(Sysctl sysctl, String name, int value, Klog log) {
    if (number(sysctl, name) != value) {
      log.info("sysctls.go:204", "Set sysctl", "entry", "net/netfilter/" + name, "value", value);
      sysctl.set("net.netfilter." + name, Integer.toString(value));
    }
  }
}
