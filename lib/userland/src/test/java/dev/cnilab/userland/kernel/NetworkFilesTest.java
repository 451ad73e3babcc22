package dev.cnilab.userland.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** /proc/net agrees with the output of ip, ss and conntrack. */
class NetworkFilesTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @BeforeEach
  void connect() {
    sh(
        "ip link set lo up; ip netns add a; ip link add v0 type veth peer name v1 netns a;"
            + " ip addr add 10.0.0.1/24 dev v0; ip link set v0 up;"
            + " ip -n a addr add 10.0.0.2/24 dev v1; ip -n a link set v1 up;"
            + " ip route add default via 10.0.0.2 metric 7; ip route add unreachable 10.9.0.0/16");
  }

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void proc_net_route_shows_the_main_table_in_hexadecimal() {
    assertThat(sh("tr -s ' ' < /proc/net/route"))
        .isEqualTo(
            """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\s
            v0\t00000000\t0200000A\t0003\t0\t0\t7\t00000000\t0\t0\t0\s
            v0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\s
            *\t0000090A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0\s
            """);
    assertThat(sh("ip netns exec a cat /proc/net/route | wc -l")).isEqualTo("2\n");
  }

  @Test
  void proc_net_arp_lists_the_neighbors() {
    String mac = sh("ip netns exec a cat /sys/class/net/v1/address").strip();
    assertThat(
            sh(
                "ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 nud permanent;"
                    + " ping -c1 10.0.0.2 >/dev/null; sort /proc/net/arp"))
        .isEqualTo(
            """
            10.0.0.2         0x1         0x2         %s     *        v0
            10.0.0.9         0x1         0x6         02:00:00:00:00:09     *        v0
            IP address       HW type     Flags       HW address            Mask     Device
            """
                .formatted(mac));
  }

  @Test
  void proc_net_dev_counts_the_traffic_of_each_link() {
    assertThat(sh("ping -c3 127.0.0.1 >/dev/null; grep lo: /proc/net/dev"))
        .isEqualTo(
            "    lo:     504       6    0    0    0     0          0         0      504       6   "
                + " 0    0    0     0       0          0\n");
    assertThat(sh("head -n1 /proc/net/dev")).startsWith("Inter-|   Receive ");
  }

  @Test
  void proc_net_tcp_and_udp_list_the_sockets_and_their_owners() {
    String sockets =
        sh(
            "nc -l -p 8080 & nc -u -l -p 53 & sleep 1;"
                + " setpriv --reuid 1000 nc 10.0.0.1 8080 & sleep 1;"
                + " cat /proc/net/tcp /proc/self/net/udp; kill %1 %2 %3");
    assertThat(sockets)
        .containsPattern(
            " 0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  {4}0 ")
        .containsPattern(": 0100000A:[0-9A-F]{4} 0100000A:1F90 01 .* 00000000  1000 ")
        .containsPattern(" 53: 00000000:0035 00000000:0000 07 00000000:00000000 ");
  }

  @Test
  void proc_net_nf_conntrack_lists_the_connections() {
    assertThat(
            sh(
                "iptables -A INPUT -m conntrack --ctstate INVALID -j DROP;"
                    + " ping -c1 127.0.0.1 >/dev/null; cat /proc/net/nf_conntrack"))
        .matches(
            "ipv4     2 icmp     1 \\d+ src=127.0.0.1 dst=127.0.0.1 type=8 code=0 id=\\d+"
                + " src=127.0.0.1 dst=127.0.0.1 type=0 code=0 id=\\d+ mark=0 zone=0 use=2\n");
  }
}
