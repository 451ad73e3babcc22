package dev.cnilab.netsim.kernel;

import java.util.Map;
import java.util.TreeMap;

/** What a namespace's protocols have counted (include/uapi/linux/snmp.h). */
public final class Mib {
  /** A counter, in the order and under the names of /proc/net/snmp and /proc/net/netstat. */
  public enum Counter {
    IP_IN_RECEIVES("Ip", "InReceives"),
    IP_IN_HDR_ERRORS("Ip", "InHdrErrors"),
    IP_IN_ADDR_ERRORS("Ip", "InAddrErrors"),
    IP_FORW_DATAGRAMS("Ip", "ForwDatagrams"),
    IP_IN_UNKNOWN_PROTOS("Ip", "InUnknownProtos"),
    /** Nothing here runs out of memory for packets. */
    IP_IN_DISCARDS("Ip", "InDiscards"),
    IP_IN_DELIVERS("Ip", "InDelivers"),
    IP_OUT_REQUESTS("Ip", "OutRequests"),
    IP_OUT_DISCARDS("Ip", "OutDiscards"),
    IP_OUT_NO_ROUTES("Ip", "OutNoRoutes"),
    IP_REASM_TIMEOUT("Ip", "ReasmTimeout"),
    IP_REASM_REQDS("Ip", "ReasmReqds"),
    IP_REASM_OKS("Ip", "ReasmOKs"),
    IP_REASM_FAILS("Ip", "ReasmFails"),
    IP_FRAG_OKS("Ip", "FragOKs"),
    IP_FRAG_FAILS("Ip", "FragFails"),
    IP_FRAG_CREATES("Ip", "FragCreates"),
    IP_OUT_TRANSMITS("Ip", "OutTransmits"),
    TCP_ACTIVE_OPENS("Tcp", "ActiveOpens"),
    TCP_PASSIVE_OPENS("Tcp", "PassiveOpens"),
    TCP_ATTEMPT_FAILS("Tcp", "AttemptFails"),
    TCP_ESTAB_RESETS("Tcp", "EstabResets"),
    TCP_IN_SEGS("Tcp", "InSegs"),
    TCP_OUT_SEGS("Tcp", "OutSegs"),
    TCP_RETRANS_SEGS("Tcp", "RetransSegs"),
    TCP_IN_ERRS("Tcp", "InErrs"),
    TCP_OUT_RSTS("Tcp", "OutRsts"),
    TCP_IN_CSUM_ERRORS("Tcp", "InCsumErrors"),
    UDP_IN_DATAGRAMS("Udp", "InDatagrams"),
    UDP_NO_PORTS("Udp", "NoPorts"),
    UDP_IN_ERRORS("Udp", "InErrors"),
    UDP_OUT_DATAGRAMS("Udp", "OutDatagrams"),
    UDP_RCVBUF_ERRORS("Udp", "RcvbufErrors"),
    UDP_IN_CSUM_ERRORS("Udp", "InCsumErrors"),
    ICMP_IN_ERRORS("Icmp", "InErrors"),
    ICMP_IN_CSUM_ERRORS("Icmp", "InCsumErrors"),
    ICMP_OUT_RATE_LIMIT_HOST("Icmp", "OutRateLimitHost"),
    LISTEN_OVERFLOWS("TcpExt", "ListenOverflows"),
    LISTEN_DROPS("TcpExt", "ListenDrops"),
    TCP_TIMEOUTS("TcpExt", "TCPTimeouts"),
    TCP_LOSS_PROBES("TcpExt", "TCPLossProbes"),
    TCP_ABORT_ON_CLOSE("TcpExt", "TCPAbortOnClose"),
    TCP_ABORT_ON_TIMEOUT("TcpExt", "TCPAbortOnTimeout"),
    IP_REVERSE_PATH_FILTER("TcpExt", "IPReversePathFilter"),
    TCP_SYN_RETRANS("TcpExt", "TCPSynRetrans"),
    TCP_ORIG_DATA_SENT("TcpExt", "TCPOrigDataSent"),
    IP_IN_NO_ROUTES("IpExt", "InNoRoutes"),
    IP_IN_MCAST_PKTS("IpExt", "InMcastPkts"),
    IP_OUT_MCAST_PKTS("IpExt", "OutMcastPkts"),
    IP_IN_BCAST_PKTS("IpExt", "InBcastPkts"),
    IP_OUT_BCAST_PKTS("IpExt", "OutBcastPkts"),
    IP_IN_OCTETS("IpExt", "InOctets"),
    IP_OUT_OCTETS("IpExt", "OutOctets"),
    IP_IN_MCAST_OCTETS("IpExt", "InMcastOctets"),
    IP_OUT_MCAST_OCTETS("IpExt", "OutMcastOctets"),
    IP_IN_BCAST_OCTETS("IpExt", "InBcastOctets"),
    IP_OUT_BCAST_OCTETS("IpExt", "OutBcastOctets"),
    IP_IN_NO_ECT_PKTS("IpExt", "InNoECTPkts"),
    IP_IN_ECT1_PKTS("IpExt", "InECT1Pkts"),
    IP_IN_ECT0_PKTS("IpExt", "InECT0Pkts"),
    IP_IN_CE_PKTS("IpExt", "InCEPkts");

    private final String group;
    private final String key;

    Counter(String group, String key) {
      this.group = group;
      this.key = key;
    }

    /** The protocol, the beginning of its line in /proc/net. */
    public String group() {
      return group;
    }

    /** Its name in its line. */
    public String key() {
      return key;
    }
  }

  private final long[] values = new long[Counter.values().length];
  private final Map<Integer, Long> icmpIn = new TreeMap<>();
  private final Map<Integer, Long> icmpOut = new TreeMap<>();

  public long get(Counter counter) {
    return values[index(counter)];
  }

  public void count(Counter counter) {
    values[index(counter)]++;
  }

  public void add(Counter counter, long amount) {
    values[index(counter)] += amount;
  }

  @SuppressWarnings("EnumOrdinal") // an array, for the hot path of packets
  private static int index(Counter counter) {
    return counter.ordinal();
  }

  /** Counts an ICMP message that arrived for this host, by its type. */
  public void countIcmpIn(int type) {
    icmpIn.merge(type, 1L, Long::sum);
  }

  /** Counts an ICMP message of this host, by its type. */
  public void countIcmpOut(int type) {
    icmpOut.merge(type, 1L, Long::sum);
  }

  /** The number of ICMP messages that arrived, by type. */
  public Map<Integer, Long> icmpIn() {
    return new TreeMap<>(icmpIn);
  }

  /** The number of ICMP messages sent, by type. */
  public Map<Integer, Long> icmpOut() {
    return new TreeMap<>(icmpOut);
  }
}
