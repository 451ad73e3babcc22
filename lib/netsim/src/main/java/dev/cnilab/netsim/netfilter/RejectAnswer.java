package dev.cnilab.netsim.netfilter;

import java.util.Locale;

/** The answer to a rejected packet. */
public enum RejectAnswer {
  ICMP_NET_UNREACHABLE,
  ICMP_HOST_UNREACHABLE,
  ICMP_PORT_UNREACHABLE,
  ICMP_PROTO_UNREACHABLE,
  ICMP_NET_PROHIBITED,
  ICMP_HOST_PROHIBITED,
  ICMP_ADMIN_PROHIBITED,
  TCP_RESET;

  /** As after {@code iptables -j REJECT --reject-with}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
