package dev.cnilab.cluster.cni.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.RuntimeNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code macvlan} and {@code ipvlan}: pods on the node's own link. */
class StackedPluginsTest {
  private static final String IPAM =
      "'ipam': {'type': 'host-local', 'subnet': '10.9.0.0/24', 'rangeStart': '10.9.0.20'}";

  @AutoClose private RuntimeNode node;

  /** Another machine, 10.9.0.9, is at the other end of the node's link up0. */
  @BeforeEach
  void start() {
    node = RuntimeNode.bare();
    node.sh(
        "ip netns add far; ip link add up0 type veth peer name far0 netns far; ip link set up0 up;"
            + " ip addr add 10.9.0.1/24 dev up0; ip -n far link set far0 up; ip -n far addr add"
            + " 10.9.0.9/24 dev far0; ip route add default via 10.9.0.9");
  }

  @Test
  void a_macvlan_pod_reaches_other_hosts_but_not_its_node() {
    node.configure("{'type': 'macvlan', 'mtu': 1400, " + IPAM + "}");
    String a = node.pod("a");
    String b = node.pod("b");

    assertThat(node.in(a, "ip -d link show eth0"))
        .contains("eth0@if", "mtu 1400", "macvlan mode bridge");
    assertThat(node.in(a, "ping -c 1 -W 1 10.9.0.9")).contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 -W 1 10.9.0.1")).contains("100% packet loss");
    assertThat(node.sh("ping -c 1 -W 1 " + node.ip(a))).contains("100% packet loss");

    node.remove(a);
    assertThat(node.addresses("net")).containsExactly(node.ip(b));
  }

  @Test
  void ipvlan_pods_share_the_mac_address_of_their_node() {
    node.configure("{'type': 'ipvlan', 'master': 'up0', " + IPAM + "}");
    String a = node.pod("a");
    String b = node.pod("b");

    assertThat(node.sh("ip netns exec far ping -c 1 -W 1 " + node.ip(a)))
        .contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains(" 0% packet loss");
    assertThat(node.in(a, "cat /sys/class/net/eth0/address || ip -br link show eth0"))
        .contains(node.sh("ip -br link show up0 | awk '{print $3}'").strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'type': 'macvlan', 'master': 'eth9' | failed to lookup master "eth9": Link not found
          'type': 'macvlan', 'master': 'up0', 'mode': 'odd' | unknown macvlan mode: "odd"
          'type': 'macvlan', 'master': 'up0', 'mtu': 9000 | invalid MTU 9000, must be [0, master MTU(1500)]
          'type': 'macvlan', 'master': 'up0', 'mode': 'passthru' | macvlan mode "passthru" is not available on this machine
          'type': 'ipvlan', 'master': 'up0', 'mode': 'l3' | ipvlan mode "l3" is not available on this machine
          'type': 'ipvlan', 'master': 'lo' | failed to create ipvlan: invalid argument
          """)
  void a_failed_macvlan_or_ipvlan_creation_leaks_no_address(String plugin, String message) {
    node.configure("{" + plugin + ", " + IPAM + "}");

    assertThat(node.whyNot("a")).contains(message);
    assertThat(node.addresses("net")).isEmpty();
  }
}
