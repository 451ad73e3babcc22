package dev.cnilab.userland.kernel.network;

import java.util.Map;

/**
 * Files of /proc/net that list nothing, because nothing of the kind exists here: no sockets of IPv6
 * or UDP-Lite, no expected connections, no cache of routes; and those that never change.
 */
final class EmptyTables {
  private static final String SOCKETS =
      "  sl  local_address                         remote_address                        st"
          + " tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

  static final Map<String, String> ALL =
      Map.of(
          "tcp6",
          SOCKETS + "\n",
          "udp6",
          SOCKETS + " ref pointer drops\n",
          "raw6",
          SOCKETS + " ref pointer drops\n",
          "udplite6",
          SOCKETS + " ref pointer drops\n",
          "sockstat6",
          """
          TCP6: inuse 0
          UDP6: inuse 0
          UDPLITE6: inuse 0
          RAW6: inuse 0
          FRAG6: inuse 0 memory 0
          """,
          "nf_conntrack_expect",
          "",
          "mcfilter",
          "Idx Device        MCA        SRC    INC    EXC\n",
          "rt_cache",
          "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow"
              + "\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst\n",
          "psched",
          "000003e8 00000040 000f4240 3b9aca00\n",
          "ptype",
          """
          Type Device      Function
          0800          ip_rcv
          0004          llc_rcv
          0806          arp_rcv
          86dd          ipv6_rcv
          """);

  private EmptyTables() {}
}
