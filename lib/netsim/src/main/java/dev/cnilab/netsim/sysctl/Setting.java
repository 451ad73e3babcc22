package dev.cnilab.netsim.sysctl;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;

/** A setting of a namespace as a whole. */
public enum Setting {
  BRIDGE_NF_CALL_ARPTABLES("net.bridge.bridge-nf-call-arptables", 1),
  BRIDGE_NF_CALL_IP6TABLES("net.bridge.bridge-nf-call-ip6tables", 1),
  BRIDGE_NF_CALL_IPTABLES("net.bridge.bridge-nf-call-iptables", 1),
  BRIDGE_NF_FILTER_PPPOE_TAGGED("net.bridge.bridge-nf-filter-pppoe-tagged", 0),
  BRIDGE_NF_FILTER_VLAN_TAGGED("net.bridge.bridge-nf-filter-vlan-tagged", 0),
  BRIDGE_NF_PASS_VLAN_INPUT_DEV("net.bridge.bridge-nf-pass-vlan-input-dev", 0),
  SOMAXCONN("net.core.somaxconn", 4096),
  ICMP_ECHO_IGNORE_ALL("net.ipv4.icmp_echo_ignore_all", 0),
  ICMP_ECHO_IGNORE_BROADCASTS("net.ipv4.icmp_echo_ignore_broadcasts", 1),
  ICMP_ERRORS_USE_INBOUND_IFADDR("net.ipv4.icmp_errors_use_inbound_ifaddr", 0),
  ICMP_RATELIMIT("net.ipv4.icmp_ratelimit", 1000),
  ICMP_RATEMASK("net.ipv4.icmp_ratemask", 6168),
  IP_DEFAULT_TTL("net.ipv4.ip_default_ttl", 64, 1, 255),
  IP_FORWARD("net.ipv4.ip_forward", 0),
  IP_FORWARD_USE_PMTU("net.ipv4.ip_forward_use_pmtu", 0),
  IP_NO_PMTU_DISC("net.ipv4.ip_no_pmtu_disc", 0),
  IP_NONLOCAL_BIND("net.ipv4.ip_nonlocal_bind", 0),
  IP_UNPRIVILEGED_PORT_START("net.ipv4.ip_unprivileged_port_start", 1024, 0, 65535),
  IPFRAG_TIME("net.ipv4.ipfrag_time", 30),

  /** Below this number of neighbors none is removed because of its age. */
  NEIGH_GC_THRESH1("net.ipv4.neigh.default.gc_thresh1", 128, Reach.FIRST_NAMESPACE),

  /** At this number of neighbors unused ones are removed to make room. */
  NEIGH_GC_THRESH2("net.ipv4.neigh.default.gc_thresh2", 512, Reach.FIRST_NAMESPACE),

  /** The maximum number of neighbors of a machine, without permanent ones. */
  NEIGH_GC_THRESH3("net.ipv4.neigh.default.gc_thresh3", 1024, Reach.FIRST_NAMESPACE),
  ROUTE_MIN_PMTU("net.ipv4.route.min_pmtu", 552),
  ROUTE_MTU_EXPIRES("net.ipv4.route.mtu_expires", 600),
  TCP_FIN_TIMEOUT("net.ipv4.tcp_fin_timeout", 60),
  TCP_KEEPALIVE_INTVL("net.ipv4.tcp_keepalive_intvl", 75),
  TCP_KEEPALIVE_PROBES("net.ipv4.tcp_keepalive_probes", 9),
  TCP_KEEPALIVE_TIME("net.ipv4.tcp_keepalive_time", 7200),
  TCP_MTU_PROBING("net.ipv4.tcp_mtu_probing", 0, 0, 2),
  TCP_RETRIES2("net.ipv4.tcp_retries2", 15, 0, 255),
  TCP_SYN_RETRIES("net.ipv4.tcp_syn_retries", 6, 1, 127),
  TCP_SYNACK_RETRIES("net.ipv4.tcp_synack_retries", 5, 0, 255),
  TCP_SYNCOOKIES("net.ipv4.tcp_syncookies", 1),
  CONNTRACK_BUCKETS("net.netfilter.nf_conntrack_buckets", 262_144, 1, 1 << 28, Reach.MACHINE),
  CONNTRACK_GENERIC_TIMEOUT("net.netfilter.nf_conntrack_generic_timeout", 600),
  CONNTRACK_ICMP_TIMEOUT("net.netfilter.nf_conntrack_icmp_timeout", 30),

  /** The maximum number of tracked connections per namespace; 0 for no limit. */
  CONNTRACK_MAX("net.netfilter.nf_conntrack_max", 262_144, Reach.MACHINE),
  CONNTRACK_TCP_TIMEOUT_CLOSE("net.netfilter.nf_conntrack_tcp_timeout_close", 10),
  CONNTRACK_TCP_TIMEOUT_CLOSE_WAIT("net.netfilter.nf_conntrack_tcp_timeout_close_wait", 60),
  CONNTRACK_TCP_TIMEOUT_ESTABLISHED("net.netfilter.nf_conntrack_tcp_timeout_established", 432_000),
  CONNTRACK_TCP_TIMEOUT_FIN_WAIT("net.netfilter.nf_conntrack_tcp_timeout_fin_wait", 120),
  CONNTRACK_TCP_TIMEOUT_LAST_ACK("net.netfilter.nf_conntrack_tcp_timeout_last_ack", 30),
  CONNTRACK_TCP_TIMEOUT_SYN_RECV("net.netfilter.nf_conntrack_tcp_timeout_syn_recv", 60),
  CONNTRACK_TCP_TIMEOUT_SYN_SENT("net.netfilter.nf_conntrack_tcp_timeout_syn_sent", 120),
  CONNTRACK_TCP_TIMEOUT_TIME_WAIT("net.netfilter.nf_conntrack_tcp_timeout_time_wait", 120),
  CONNTRACK_UDP_TIMEOUT("net.netfilter.nf_conntrack_udp_timeout", 30),
  CONNTRACK_UDP_TIMEOUT_STREAM("net.netfilter.nf_conntrack_udp_timeout_stream", 120),

  /** Whether log rules also log in a machine's other namespaces. */
  LOG_ALL_NAMESPACES("net.netfilter.nf_log_all_netns", 0, Reach.FIRST_NAMESPACE);

  /** The namespaces of a machine that a setting applies to. */
  enum Reach {
    /** The namespace in which it is set. */
    NAMESPACE,
    /** All namespaces; the others can only read it. */
    MACHINE,
    /** All namespaces; it does not exist in the others. */
    FIRST_NAMESPACE
  }

  private static final int BUCKETS_OF_PAGE = 512;

  private final String key;
  private final int initial;
  private final int least;
  private final int most;
  private final Reach reach;

  Setting(String key, int initial) {
    this(key, initial, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  Setting(String key, int initial, Reach reach) {
    this(key, initial, 0, Integer.MAX_VALUE, reach);
  }

  Setting(String key, int initial, int least, int most) {
    this(key, initial, least, most, Reach.NAMESPACE);
  }

  Setting(String key, int initial, int least, int most, Reach reach) {
    this.key = key;
    this.initial = initial;
    this.least = least;
    this.most = most;
    this.reach = reach;
  }

  /** The name in sysctl(8). */
  public String key() {
    return key;
  }

  int initial() {
    return initial;
  }

  /**
   * The value stored when {@code value} is written.
   *
   * @throws ErrnoException EINVAL if it is out of range
   */
  int stored(int value) {
    if (value < least || value > most) {
      throw new ErrnoException(Errno.EINVAL);
    }
    // The hash table takes up whole pages (nf_ct_alloc_hashtable).
    return this == CONNTRACK_BUCKETS
        ? Math.ceilDiv(value, BUCKETS_OF_PAGE) * BUCKETS_OF_PAGE
        : value;
  }

  Reach reach() {
    return reach;
  }
}
