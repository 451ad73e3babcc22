package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Map;
import java.util.TreeMap;

/** The numeric options of a bridge by their iproute2 names, with the kernel's defaults. */
final class BridgeNumbers {
  private static final Map<String, Long> DEFAULTS =
      Map.ofEntries(
          Map.entry("forward_delay", 1500L),
          Map.entry("hello_time", 200L),
          Map.entry("max_age", 2000L),
          Map.entry("ageing_time", 30000L),
          Map.entry("priority", 32768L),
          Map.entry("mcast_snooping", 1L),
          Map.entry("mcast_router", 1L),
          Map.entry("mcast_hash_elasticity", 16L),
          Map.entry("mcast_hash_max", 4096L),
          Map.entry("mcast_last_member_count", 2L),
          Map.entry("mcast_startup_query_count", 2L),
          Map.entry("mcast_last_member_interval", 100L),
          Map.entry("mcast_membership_interval", 26000L),
          Map.entry("mcast_querier_interval", 25500L),
          Map.entry("mcast_query_interval", 12500L),
          Map.entry("mcast_query_response_interval", 1000L),
          Map.entry("mcast_startup_query_interval", 3124L),
          Map.entry("mcast_igmp_version", 2L),
          Map.entry("mcast_mld_version", 1L));

  private final Map<String, Long> set = new TreeMap<>();

  /** The value of an option: the one that was set, the default otherwise, 0 if that is none. */
  long get(String name) {
    Long own = set.get(name);
    return own == null ? DEFAULTS.getOrDefault(name, 0L) : own;
  }

  /** Checks the times, which are in hundredths of a second (net/bridge/br_stp.c). */
  void require(String name, long value) {
    boolean valid =
        switch (name) {
          case "hello_time" -> value >= 100 && value <= 1000;
          case "max_age" -> value >= 600 && value <= 4000;
          case "forward_delay" -> get("stp_state") == 0 || (value >= 200 && value <= 3000);
          default -> true;
        };
    if (!valid) {
      throw new ErrnoException(Errno.ERANGE);
    }
  }

  void set(String name, long value) {
    set.put(name, value);
  }
}
