package dev.cnilab.netsim.nftables.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The symbolic constants, in the order of their values (src/{proto,ct,fib}.c of nft). */
final class Symbols {
  static final Map<String, Long> NONE = Map.of();

  static final Map<String, Long> PROTOCOLS =
      of("icmp=1 igmp=2 ipencap=4 tcp=6 udp=17 dccp=33 gre=47 esp=50 ah=51 ipv6-icmp=58 sctp=132");

  static final Map<String, Long> ICMP_TYPES =
      of(
          "echo-reply=0 destination-unreachable=3 source-quench=4 redirect=5 echo-request=8"
              + " router-advertisement=9 router-solicitation=10 time-exceeded=11"
              + " parameter-problem=12 timestamp-request=13 timestamp-reply=14 info-request=15"
              + " info-reply=16 address-mask-request=17 address-mask-reply=18");

  static final Map<String, Long> TCP_FLAGS =
      of("fin=1 syn=2 rst=4 psh=8 ack=16 urg=32 ecn=64 cwr=128");

  static final Map<String, Long> CT_STATES =
      of("invalid=1 established=2 related=4 new=8 untracked=64");

  static final Map<String, Long> CT_STATUSES =
      of("expected=1 seen-reply=2 assured=4 confirmed=8 snat=16 dnat=32 dying=512");

  static final Map<String, Long> CT_DIRECTIONS = of("original=0 reply=1");

  static final Map<String, Long> ADDRESS_TYPES =
      of(
          "unspec=0 unicast=1 local=2 broadcast=3 anycast=4 multicast=5 blackhole=6"
              + " unreachable=7 prohibit=8");

  static final Map<String, Long> FAMILIES = of("ipv4=2 ipv6=10");

  static final Map<String, Long> ETHER_TYPES = of("ip=2048 arp=2054 vlan=33024 ip6=34525");

  private Symbols() {}

  private static Map<String, Long> of(String pairs) {
    Map<String, Long> symbols = new LinkedHashMap<>();
    for (String pair : pairs.split(" ", -1)) {
      String[] parts = pair.split("=", -1);
      symbols.put(parts[0], Long.valueOf(parts[1]));
    }
    return Collections.unmodifiableMap(symbols);
  }
}
