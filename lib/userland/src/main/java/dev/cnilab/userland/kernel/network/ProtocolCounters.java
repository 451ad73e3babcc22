package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.tcp.TcpState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The counters of a namespace's protocols, as /proc/net/snmp and /proc/net/netstat show them
 * (net/ipv4/proc.c). Of the extended ones only those are listed that are counted here.
 *
 * @param name the protocol
 * @param values by name
 */
public record ProtocolCounters(String name, SequencedMap<String, Long> values) {
  /** The ICMP messages that have counters of their own, by type, in their order there. */
  private static final SequencedMap<Integer, String> ICMP_TYPES = icmpTypes();

  private static final long MILLISECONDS_TO_FIRST_RETRANSMISSION = 200;
  private static final long MILLISECONDS_TO_LAST_RETRANSMISSION = 120_000;
  private static final String[] LITE = {
    "InDatagrams",
    "NoPorts",
    "InErrors",
    "OutDatagrams",
    "RcvbufErrors",
    "SndbufErrors",
    "InCsumErrors",
    "IgnoredMulti",
    "MemErrors"
  };

  private static SequencedMap<Integer, String> icmpTypes() {
    SequencedMap<Integer, String> types = new LinkedHashMap<>();
    types.put(3, "DestUnreachs");
    types.put(11, "TimeExcds");
    types.put(12, "ParmProbs");
    types.put(4, "SrcQuenchs");
    types.put(5, "Redirects");
    types.put(8, "Echos");
    types.put(0, "EchoReps");
    types.put(13, "Timestamps");
    types.put(14, "TimestampReps");
    types.put(17, "AddrMasks");
    types.put(18, "AddrMaskReps");
    return types;
  }

  /** Those of /proc/net/snmp. */
  public static List<ProtocolCounters> basic(NetworkNamespace network) {
    Mib mib = network.links().mib();
    List<ProtocolCounters> all = new ArrayList<>();
    all.add(ip(network, mib));
    all.add(icmp(mib));
    ProtocolCounters byType = icmpByType(mib);
    if (!byType.values().isEmpty()) {
      all.add(byType);
    }
    all.add(tcp(network, mib));
    all.add(udp(mib));
    ProtocolCounters lite = new ProtocolCounters("UdpLite", new LinkedHashMap<>());
    for (String key : LITE) {
      lite.values().put(key, 0L); // no program here speaks UDP-Lite
    }
    all.add(lite);
    return all;
  }

  /** Those of /proc/net/netstat. */
  public static List<ProtocolCounters> extended(NetworkNamespace network) {
    Mib mib = network.links().mib();
    ProtocolCounters multipath = new ProtocolCounters("MPTcpExt", new LinkedHashMap<>());
    multipath.values().put("MPCapableSYNRX", 0L); // no program here speaks Multipath TCP
    multipath.values().put("MPCapableSYNTX", 0L);
    return List.of(of("TcpExt", mib), of("IpExt", mib), multipath);
  }

  private static ProtocolCounters of(String name, Mib mib) {
    ProtocolCounters counters = new ProtocolCounters(name, new LinkedHashMap<>());
    for (Counter counter : Counter.values()) {
      if (counter.group().equals(name)) {
        counters.values().put(counter.key(), mib.get(counter));
      }
    }
    return counters;
  }

  private static ProtocolCounters ip(NetworkNamespace network, Mib mib) {
    ProtocolCounters ip = new ProtocolCounters("Ip", new LinkedHashMap<>());
    ip.values().put("Forwarding", network.sysctl().isOn(Setting.IP_FORWARD) ? 1L : 2L);
    ip.values().put("DefaultTTL", (long) network.sysctl().get(Setting.IP_DEFAULT_TTL));
    ip.values().putAll(of("Ip", mib).values());
    return ip;
  }

  private static ProtocolCounters icmp(Mib mib) {
    SequencedMap<String, Long> values = new LinkedHashMap<>();
    values.put("InMsgs", sum(mib.icmpIn()));
    values.put("InErrors", mib.get(Counter.ICMP_IN_ERRORS));
    values.put("InCsumErrors", mib.get(Counter.ICMP_IN_CSUM_ERRORS));
    ICMP_TYPES.forEach(
        (type, name) -> values.put("In" + name, mib.icmpIn().getOrDefault(type, 0L)));
    values.put("OutMsgs", sum(mib.icmpOut()));
    values.put("OutErrors", 0L);
    values.put("OutRateLimitGlobal", 0L); // only the limit for each host exists here
    values.put("OutRateLimitHost", mib.get(Counter.ICMP_OUT_RATE_LIMIT_HOST));
    ICMP_TYPES.forEach(
        (type, name) -> values.put("Out" + name, mib.icmpOut().getOrDefault(type, 0L)));
    return new ProtocolCounters("Icmp", values);
  }

  private static long sum(Map<Integer, Long> byType) {
    return byType.values().stream().mapToLong(each -> each).sum();
  }

  private static ProtocolCounters icmpByType(Mib mib) {
    SequencedMap<String, Long> values = new LinkedHashMap<>();
    mib.icmpIn().forEach((type, number) -> values.put("InType" + type, number));
    mib.icmpOut().forEach((type, number) -> values.put("OutType" + type, number));
    return new ProtocolCounters("IcmpMsg", values);
  }

  private static ProtocolCounters tcp(NetworkNamespace network, Mib mib) {
    SequencedMap<String, Long> counted = of("Tcp", mib).values();
    SequencedMap<String, Long> values = new LinkedHashMap<>();
    values.put("RtoAlgorithm", 1L);
    values.put("RtoMin", MILLISECONDS_TO_FIRST_RETRANSMISSION);
    values.put("RtoMax", MILLISECONDS_TO_LAST_RETRANSMISSION);
    values.put("MaxConn", -1L);
    counted.forEach(
        (key, value) -> {
          values.put(key, value);
          if (key.equals("EstabResets")) {
            values.put("CurrEstab", established(network));
          }
        });
    return new ProtocolCounters("Tcp", values);
  }

  private static long established(NetworkNamespace network) {
    return network.tcp().connections().stream()
        .filter(each -> each.state() == TcpState.ESTABLISHED || each.state() == TcpState.CLOSE_WAIT)
        .count();
  }

  private static ProtocolCounters udp(Mib mib) {
    SequencedMap<String, Long> counted = of("Udp", mib).values();
    SequencedMap<String, Long> values = new LinkedHashMap<>();
    for (String key : LITE) {
      values.put(key, counted.getOrDefault(key, 0L));
    }
    return new ProtocolCounters("Udp", values);
  }

  /** The two lines of a protocol. */
  private String text() {
    return name
        + ": "
        + String.join(" ", values.keySet())
        + "\n"
        + name
        + ": "
        + values.values().stream().map(String::valueOf).collect(Collectors.joining(" "))
        + "\n";
  }

  static String text(List<ProtocolCounters> all) {
    return all.stream().map(ProtocolCounters::text).collect(Collectors.joining());
  }
}
