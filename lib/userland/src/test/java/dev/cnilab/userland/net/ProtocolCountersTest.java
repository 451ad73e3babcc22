package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** /proc/net/snmp, {@code nstat} and {@code netstat -s} show what the protocols have counted. */
class ProtocolCountersTest extends NetworkCommands {
  @Test
  void nstat_shows_the_counts_since_its_last_call() {
    sh("nstat -n; ping -c2 -i0.1 10.0.0.2");
    assertThat(sh("nstat IpOutRequests IcmpInEchoReps IcmpOutEchos"))
        .isEqualTo(
            """
            #kernel
            IpOutRequests                   2                  0.0
            IcmpInEchoReps                  2                  0.0
            IcmpOutEchos                    2                  0.0
            """);
    assertThat(sh("nstat")).isEqualTo("#kernel\n");
  }

  @Test
  void nstat_counts_packets_without_a_route() {
    sh("ip netns exec a ip route add default via 10.0.0.1; sysctl -w net.ipv4.ip_forward=1");
    sh("nstat -n; ping -c1 -W1 10.77.0.1; ip netns exec a ping -c1 -W1 -t1 10.88.0.1");
    assertThat(sh("nstat IpOutNoRoutes IpInHdrErrors IcmpOutTimeExcds | tail -n +2"))
        .contains("IpOutNoRoutes                   1 ");
  }

  @Test
  void netstat_s_describes_the_counters() {
    sh("ping -c1 10.0.0.2; nc -z -w1 10.0.0.2 81");
    assertThat(sh("netstat -s"))
        .contains("Ip:\n    Forwarding: 2\n")
        .contains("    ICMP input histogram:\n        echo replies: 2\n")
        .contains("    1 active connection openings\n")
        .contains("    1 failed connection attempts\n");
  }

  @Test
  void a_packet_dropped_by_rp_filter_is_counted() {
    sh("sysctl -w net.ipv4.conf.v0.rp_filter=1; ip -n a addr add 10.66.0.1/32 dev v1");
    sh("ip route add 10.66.0.0/16 dev lo; ip netns exec a ping -c1 -W1 -I 10.66.0.1 10.0.0.1");
    assertThat(sh("nstat -a TcpExtIPReversePathFilter | tail -1")).contains(" 1 ");
  }
}
