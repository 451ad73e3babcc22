package dev.cnilab.cluster.cni.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plugins other than bridge, host-local and portmap do, and how they fail. */
class OtherPluginsTest extends BareNode {
  @Test
  void ptp_connects_pods_through_routes_on_the_node() {
    node.configure(
        "{'type': 'ptp', 'mtu': 1400, 'ipam': {'type': 'host-local', 'subnet': '10.244.1.0/24',"
            + " 'routes': [{'dst': '0.0.0.0/0'}]}}");
    String a = node.pod("a");
    String b = node.pod("b");

    assertThat(node.in(a, "ip route"))
        .isEqualTo(
            """
            default via 10.244.1.1 dev eth0\s
            10.244.1.0/24 via 10.244.1.1 dev eth0 src 10.244.1.2\s
            10.244.1.1 dev eth0 scope link src 10.244.1.2\s
            """);
    assertThat(node.sh("ip route"))
        .containsPattern("10.244.1.2 dev veth\\w+ scope host \n10.244.1.3 dev veth\\w+ scope host");
    assertThat(node.in(a, "ip link show eth0")).contains("mtu 1400");
    assertThat(node.in(a, "ping -c 1 " + node.ip(b))).contains("ttl=63", " 0% packet loss");

    node.sh("sysctl -w net.ipv4.ip_forward=0");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains("100% packet loss");
    node.sh("sysctl -w net.ipv4.ip_forward=1");
    assertThat(node.in(a, "ping -c 1 " + node.ip(b))).contains(" 0% packet loss");

    node.remove(b);
    assertThat(node.sh("ip route")).doesNotContain("10.244.1.3");
    assertThat(node.addresses("net")).containsExactly("10.244.1.2");
  }

  @Test
  void static_gives_every_pod_the_same_configured_address() {
    node.configure(
        "{'type': 'bridge', 'bridge': 'cni0', 'ipam': {'type': 'static', 'addresses': [{'address':"
            + " '10.7.7.7/24', 'gateway': '10.7.7.1'}], 'routes': [{'dst': '0.0.0.0/0', 'gw':"
            + " '10.7.7.1'}]}}");
    String a = node.pod("a");
    String b = node.pod("b");

    assertThat(node.ip(a)).isEqualTo("10.7.7.7").isEqualTo(node.ip(b));
    assertThat(node.in(a, "ip route")).contains("default via 10.7.7.1 dev eth0");
    assertThat(node.in(a, "arping -D -c 1 -I eth0 10.7.7.7")).contains("Received 1 response");
  }

  @Test
  void static_rejects_an_address_without_a_prefix_length() {
    node.configure(
        "{'type': 'bridge', 'ipam': {'type': 'static', 'addresses': [{'address': '10.7.7.7'}]}}");

    assertThat(node.whyNot("a"))
        .endsWith(
            "plugin type=\"bridge\" failed (add): the 'address' field is expected to be in CIDR"
                + " notation, got: '10.7.7.7'");
  }

  @Test
  void host_device_moves_a_link_into_one_pod_and_back() {
    node.sh("ip link add spare type dummy; ip link set spare up");
    node.configure(
        "{'type': 'host-device', 'device': 'spare', 'ipam': {'type': 'host-local', 'subnet':"
            + " '10.9.0.0/24'}}");
    String a = node.pod("a");

    assertThat(node.sh("ip link show spare 2>&1")).contains("does not exist");
    assertThat(node.in(a, "ip -d link show eth0")).contains("UP", "dummy", "alias spare");
    assertThat(node.in(a, "ip -4 -o addr show eth0")).contains("10.9.0.2/24");
    assertThat(node.whyNot("b"))
        .endsWith(
            "plugin type=\"host-device\" failed (add): failed to find host device: Link not"
                + " found");

    node.remove(a);
    assertThat(node.sh("ip link show spare")).contains("state DOWN");
    assertThat(node.whyNot("b")).isEqualTo("it runs");
  }

  @Test
  void dummy_gives_a_pod_a_link_that_reaches_only_itself() {
    node.configure("{'type': 'dummy', 'ipam': {'type': 'host-local', 'subnet': '10.9.0.0/24'}}");
    String a = node.pod("a");

    assertThat(node.in(a, "ip link show eth0"))
        .contains("<BROADCAST,NOARP,UP,LOWER_UP>", "UNKNOWN");
    assertThat(node.in(a, "ping -c 1 10.9.0.2")).contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 -W 1 10.9.0.1")).contains("100% packet loss");
    assertThat(node.in(a, "ip -s link show eth0")).containsPattern("TX:[^\n]*\n +[1-9]");

    node.configure("{'type': 'dummy'}");
    assertThat(node.whyNot("b"))
        .endsWith(
            "plugin type=\"dummy\" failed (add): dummy interface requires an IPAM"
                + " configuration");
  }

  /** The words of plugins of 1.10 under containerd 2.4; libcni sorts a configuration's keys. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'mtu': 'big'          | failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.mtu of type int
          'MTU': 'big'          | failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.mtu of type int
          'isGateway': 'yes'    | failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.isGateway of type bool
          'mtu': 'big', 'isGateway': 'yes' | failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.isGateway of type bool
          'ipam': {'type': 'host-local', 'subnet': '10.9.0.0/33'} | invalid CIDR address: 10.9.0.0/33
          'ipam': {'type': 'host-local', 'subnet': '10.9.0.0/24', 'gateway': 'here'} | invalid IP address: here
          'ipam': {'type': 'host-local', 'ranges': [[{}], [{'subnet': 'there'}]]} | invalid CIDR address: there
          'ipam': {'type': 'host-local', 'subnet': 'fd00::/64'} | IPv6 is not available on this machine: fd00::/64
          """)
  void bridge_rejects_a_setting_of_the_wrong_type(String setting, String words) {
    String rest = setting.contains("ipam") ? "" : ", 'ipam': {'type': 'host-local'}";
    node.configure("{'type': 'bridge', " + setting + rest + "}");

    assertThat(node.whyNot("a")).endsWith("plugin type=\"bridge\" failed (add): " + words);
    node.configure(BRIDGE);
    assertThat(node.whyNot("b")).isEqualTo("it runs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'sbr'}                         | type="sbr" failed (add): This plugin must be called as chained plugin
          {'type': 'vlan', 'vlanId': 5}           | type="vlan" failed (add): links of type vlan are not available on this machine
          {'type': 'tap'}                         | type="tap" failed (add): links of type tap are not available on this machine
          {'type': 'macvlan', 'master': 'eth0', 'ipam': {'type': 'dhcp'}} | error dialing DHCP daemon: dial unix /run/cni/dhcp.sock: connect: no such file or directory
          {'type': 'bridge', 'ipam': {'type': 'dhcp', 'daemonSocketPath': '/etc/hosts'}} | error dialing DHCP daemon: dial unix /etc/hosts: connect: connection refused
          """)
  void a_plugin_that_cannot_work_names_the_reason(String plugin, String words) {
    node.sh("ip link add eth0 type dummy; ip link set eth0 up");
    node.configure(plugin);

    assertThat(node.whyNot("a")).contains(words);
  }
}
