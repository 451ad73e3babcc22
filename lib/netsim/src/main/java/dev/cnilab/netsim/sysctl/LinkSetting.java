package dev.cnilab.netsim.sysctl;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A setting of one link: net.ipv4.conf.LINK.…, net.ipv4.neigh.LINK.… or net.ipv6.conf.LINK.… */
public enum LinkSetting {
  ACCEPT_LOCAL("conf", "accept_local", 0),
  ACCEPT_REDIRECTS("conf", "accept_redirects", 1),
  ACCEPT_SOURCE_ROUTE("conf", "accept_source_route", 0),
  ARP_ACCEPT("conf", "arp_accept", 0),
  ARP_ANNOUNCE("conf", "arp_announce", 0),
  ARP_EVICT_NOCARRIER("conf", "arp_evict_nocarrier", 1),
  ARP_FILTER("conf", "arp_filter", 0),
  ARP_IGNORE("conf", "arp_ignore", 0),
  ARP_NOTIFY("conf", "arp_notify", 0),
  BC_FORWARDING("conf", "bc_forwarding", 0),
  BOOTP_RELAY("conf", "bootp_relay", 0),
  DISABLE_POLICY("conf", "disable_policy", 0),
  DISABLE_XFRM("conf", "disable_xfrm", 0),
  DROP_GRATUITOUS_ARP("conf", "drop_gratuitous_arp", 0),
  DROP_UNICAST_IN_L2_MULTICAST("conf", "drop_unicast_in_l2_multicast", 0),
  FORCE_IGMP_VERSION("conf", "force_igmp_version", 0),
  FORWARDING("conf", "forwarding", 0),
  IGMPV2_UNSOLICITED_REPORT_INTERVAL("conf", "igmpv2_unsolicited_report_interval", 10_000),
  IGMPV3_UNSOLICITED_REPORT_INTERVAL("conf", "igmpv3_unsolicited_report_interval", 1000),
  IGNORE_ROUTES_WITH_LINKDOWN("conf", "ignore_routes_with_linkdown", 0),
  LOG_MARTIANS("conf", "log_martians", 0),
  MEDIUM_ID("conf", "medium_id", 0),
  MC_FORWARDING("conf", "mc_forwarding", 0),
  PROMOTE_SECONDARIES("conf", "promote_secondaries", 0),
  PROXY_ARP("conf", "proxy_arp", 0),
  PROXY_ARP_PVLAN("conf", "proxy_arp_pvlan", 0),
  ROUTE_LOCALNET("conf", "route_localnet", 0),
  RP_FILTER("conf", "rp_filter", 0),
  SECURE_REDIRECTS("conf", "secure_redirects", 1),
  SEND_REDIRECTS("conf", "send_redirects", 1),
  SHARED_MEDIA("conf", "shared_media", 1),
  SRC_VALID_MARK("conf", "src_valid_mark", 0),
  TAG("conf", "tag", 0),
  ACCEPT_RA("ipv6", "accept_ra", 1),
  FORWARDING_IPV6("ipv6", "forwarding", 0),
  DISABLE_IPV6("ipv6", "disable_ipv6", 0),
  ANYCAST_DELAY("neigh", "anycast_delay", 100),
  APP_SOLICIT("neigh", "app_solicit", 0),
  BASE_REACHABLE_TIME_MS("neigh", "base_reachable_time_ms", 30_000),
  DELAY_FIRST_PROBE_TIME("neigh", "delay_first_probe_time", 5),
  GC_STALE_TIME("neigh", "gc_stale_time", 60),
  INTERVAL_PROBE_TIME_MS("neigh", "interval_probe_time_ms", 5000),
  LOCKTIME("neigh", "locktime", 100),
  MCAST_RESOLICIT("neigh", "mcast_resolicit", 0),
  MCAST_SOLICIT("neigh", "mcast_solicit", 3),
  PROXY_DELAY("neigh", "proxy_delay", 80),
  PROXY_QLEN("neigh", "proxy_qlen", 64),
  RETRANS_TIME_MS("neigh", "retrans_time_ms", 1000),
  UCAST_SOLICIT("neigh", "ucast_solicit", 3),
  UNRES_QLEN("neigh", "unres_qlen", 101),
  UNRES_QLEN_BYTES("neigh", "unres_qlen_bytes", 212_992);

  /** All settings by their names without that of a link. */
  private static final Map<String, LinkSetting> BY_KEY =
      Stream.of(values())
          .collect(Collectors.toMap(setting -> setting.group() + setting.key, each -> each));

  private final String group;
  private final String key;
  private final int initial;

  LinkSetting(String group, String key, int initial) {
    this.group = group;
    this.key = key;
    this.initial = initial;
  }

  /** The value in a new namespace. */
  int initial() {
    return initial;
  }

  /** Whether the group {@code all} has it: neighbor settings have {@code default} only. */
  boolean existsForAll() {
    return !group.equals("neigh");
  }

  /** The setting with this name for some link; null if there is none. */
  static @Nullable LinkSetting named(String name) {
    int key = name.lastIndexOf('.');
    int link = name.lastIndexOf('.', key - 1);
    return link < 0 ? null : BY_KEY.get(name.substring(0, link + 1) + name.substring(key + 1));
  }

  /** The link in a name for which there is a setting. */
  static String linkIn(String name) {
    int key = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', key - 1) + 1, key).replace('/', '.');
  }

  /** What stands before the link in a name. */
  String group() {
    return group.equals("ipv6") ? "net.ipv6.conf." : "net.ipv4." + group + ".";
  }

  /** The name in sysctl(8), where a slash stands for a dot in a link's name. */
  String name(String link) {
    return group() + link.replace('.', '/') + "." + key;
  }
}
