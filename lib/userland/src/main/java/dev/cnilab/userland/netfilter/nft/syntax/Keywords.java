package dev.cnilab.userland.netfilter.nft.syntax;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reserved words of the language, which cannot be names where others are expected. */
public final class Keywords {
  public static final Set<String> ALL =
      Set.copyOf(
          List.of(
              ("table chain rule set map element ruleset tables chains sets maps add create insert"
                      + " delete replace list flush reset rename describe monitor export import type"
                      + " hook priority policy elements timeout expires flags size comment typeof"
                      + " accept drop continue return jump goto queue counter packets bytes log prefix"
                      + " level limit rate over burst reject with snat dnat masquerade redirect to"
                      + " random notrack vmap ip ip6 inet arp bridge netdev tcp udp sctp th icmp"
                      + " icmpv6 meta ct fib mark iif oif iifname oifname saddr daddr sport dport"
                      + " protocol handle position index fwd dup tproxy synproxy quota flow limits"
                      + " counters quotas meters flowtable flowtables hooks th dccp esp ah comp"
                      + " udplite vlan ether arp fib rt socket osf exthdr ttl length dscp ecn id"
                      + " checksum options code sequence gateway mtu nexthdr hoplimit flowlabel"
                      + " symhash jhash seed update state status set numgen mod offset")
                  .split(" ")));

  /** The names of signs in syntax errors. */
  static final Map<String, String> SIGNS =
      Map.of(
          ".",
          ".",
          ",",
          "comma",
          ":",
          "colon",
          ";",
          "semicolon",
          "==",
          "==",
          "!=",
          "!=",
          "@",
          "at",
          "-",
          "-",
          "/",
          "/");

  private Keywords() {}
}
