package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plugins other than bridge, host-local and portmap do, and how they fail. */
class OtherPluginsTest {
  private static final String BRIDGE =
      "{'type': 'bridge', 'bridge': 'cni0', 'isDefaultGateway': true, 'ipam': {'type':"
          + " 'host-local', 'subnet': '10.244.1.0/24'}}";

  @AutoClose private RuntimeNode node;

  @BeforeEach
  void start() {
    node = RuntimeNode.bare();
  }

  @Test
  void with_ptp_pods_reach_each_other_by_routes_of_the_node_and_no_bridge() {
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
  void static_gives_every_pod_the_address_of_its_configuration_which_two_pods_then_share() {
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
  void an_address_without_a_length_is_refused_by_static() {
    node.configure(
        "{'type': 'bridge', 'ipam': {'type': 'static', 'addresses': [{'address': '10.7.7.7'}]}}");

    assertThat(node.whyNot("a"))
        .endsWith(
            "plugin type=\"bridge\" failed (add): the 'address' field is expected to be in CIDR"
                + " notation, got: '10.7.7.7'");
  }

  @Test
  void host_device_takes_a_link_from_the_node_so_that_only_one_pod_can_have_it() {
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
  void a_dummy_link_answers_for_its_own_address_and_leads_nowhere() {
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

  @Test
  void tuning_changes_the_pods_settings_and_link() {
    node.configure(
        BRIDGE,
        "{'type': 'tuning', 'mtu': 1300, 'mac': 'c2:11:22:33:44:55', 'txQLen': 7, 'promisc': true,"
            + " 'sysctl': {'net.ipv4.conf.IFNAME.arp_filter': '1', 'net.ipv4.ip_default_ttl':"
            + " '33'}}");
    String a = node.pod("a");
    String b = node.pod("b");
    node.in(b, "ip link set eth0 address c2:11:22:33:44:56"); // both had the same one

    assertThat(node.in(a, "ip link show eth0"))
        .contains("mtu 1300", "c2:11:22:33:44:55", "qlen 7", "PROMISC");
    assertThat(node.in(a, "sysctl net.ipv4.conf.eth0.arp_filter")).endsWith("= 1\n");
    assertThat(node.in(b, "ping -c 1 " + node.ip(a))).contains("ttl=33");
    assertThat(node.sh("cat /run/cni/tuning/" + a + "_eth0.json"))
        .contains("\"mtu\":1500", "\"txQLen\":1000", "\"promisc\":false");
    assertThat(node.sh("cat /var/lib/cni/results/net-" + a + "-eth0"))
        .contains("c2:11:22:33:44:55");

    node.remove(a);
    assertThat(node.sh("ls /run/cni/tuning")).doesNotContain(a);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'sysctl': {'net.ipv4.bogus': '1'}        | open /proc/sys/net/ipv4/bogus: no such file or directory
          'sysctl': {'net.ipv4.ip_forward': 'on'}  | write /proc/sys/net/ipv4/ip_forward: invalid argument
          'sysctl': {'kernel.panic': '1'}          | invalid net sysctl key: "kernel/panic"
          'sysctl': {'net.ipv4.ip_forward': 1}     | failed to load netconf: json: cannot unmarshal number into Go struct field TuningConf.sysctl of type string
          'mac': 'rubbish'                         | invalid args rubbish for MAC addr: address rubbish: invalid MAC address
          'mtu': 7                                 | invalid argument
          """)
  void tuning_says_what_it_could_not_change(String setting, String words) {
    node.configure(BRIDGE, "{'type': 'tuning', " + setting + "}");

    assertThat(node.whyNot("a")).endsWith("plugin type=\"tuning\" failed (add): " + words);
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
  void the_bridge_plugin_refuses_a_value_of_another_type(String setting, String words) {
    String rest = setting.contains("ipam") ? "" : ", 'ipam': {'type': 'host-local'}";
    node.configure("{'type': 'bridge', " + setting + rest + "}");

    assertThat(node.whyNot("a")).endsWith("plugin type=\"bridge\" failed (add): " + words);
    node.configure(BRIDGE);
    assertThat(node.whyNot("b")).isEqualTo("it runs");
  }

  @Test
  void a_setting_that_the_nodes_list_does_not_allow_is_refused_until_the_list_does() {
    node.write("/etc/cni/tuning/allowlist.conf", "^net\\.core\\.\n");
    node.configure(BRIDGE, "{'type': 'tuning', 'sysctl': {'net.ipv4.ip_default_ttl': '33'}}");
    assertThat(node.whyNot("a"))
        .endsWith(
            "failed (add): Sysctl net.ipv4.ip_default_ttl is not allowed. Only the following"
                + " sysctls are allowed: [^net\\.core\\.]");

    node.sh("echo net.ipv4.ip_default_ttl >> /etc/cni/tuning/allowlist.conf");
    assertThat(node.whyNot("a")).isEqualTo("it runs");
  }

  @Test
  void sbr_lets_each_address_have_routes_of_its_own_and_leaves_none_for_others() {
    node.configure(
        "{'type': 'bridge', 'bridge': 'cni0', 'isGateway': true, 'ipam': {'type': 'host-local',"
            + " 'subnet': '10.244.1.0/24', 'routes': [{'dst': '0.0.0.0/0'}]}}",
        "{'type': 'sbr'}");
    String a = node.pod("a");

    assertThat(node.in(a, "ip rule")).contains("32765:\tfrom 10.244.1.2 lookup 100");
    assertThat(node.in(a, "ip route show table 100"))
        .contains("default via 10.244.1.1 dev eth0", "10.244.1.0/24 dev eth0 ");
    assertThat(node.in(a, "ip route")).isEmpty();
    assertThat(node.in(a, "ping -c 1 -I 10.244.1.2 10.244.1.1")).contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 10.244.1.1 2>&1")).contains("Network is unreachable");
    node.remove(a);

    node.configure(
        BRIDGE.replace("'isDefaultGateway': true, ", ""),
        "{'type': 'sbr', 'addSourceHints': true, 'gateways': ['10.244.1.9']}");
    String b = node.pod("b");
    assertThat(node.in(b, "ip route")).startsWith("10.244.1.0/24 dev eth0 ").hasLineCount(1);
    assertThat(node.in(b, "ip route show table 100")).contains("default via 10.244.1.9");

    node.configure(BRIDGE, "{'type': 'sbr', 'table': 7}");
    String c = node.pod("c");
    assertThat(node.in(c, "ip rule")).contains("lookup 7");
    assertThat(node.in(c, "ip route")).contains("default via 10.244.1.1");
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
  void a_plugin_that_cannot_work_says_why(String plugin, String words) {
    node.sh("ip link add eth0 type dummy; ip link set eth0 up");
    node.configure(plugin);

    assertThat(node.whyNot("a")).contains(words);
  }

  @Test
  void firewall_lets_pods_through_where_the_node_forwards_nothing() {
    node.sh("ip link add lan type dummy; ip addr add 192.0.2.1/24 dev lan; ip link set lan up");
    node.sh("iptables -P FORWARD DROP");
    node.configure(BRIDGE);
    String a = node.pod("a");
    node.in(a, "ping -c 1 -W 1 192.0.2.7");
    assertThat(node.sh("ip -s link show lan")).containsPattern("TX:[^\n]*\n +0 ");

    node.configure(BRIDGE, "{'type': 'firewall'}");
    String b = node.pod("b");
    node.in(b, "ping -c 1 -W 1 192.0.2.7");
    assertThat(node.sh("ip -s link show lan")).containsPattern("TX:[^\n]*\n +98 ");
    assertThat(node.sh("iptables -S"))
        .contains(
            "-A FORWARD -m comment --comment \"CNI firewall plugin rules\" -j CNI-FORWARD\n"
                + "-A CNI-FORWARD -m comment --comment \"CNI firewall plugin admin overrides\" -j"
                + " CNI-ADMIN\n"
                + "-A CNI-FORWARD -d 10.244.1.3/32 -m conntrack --ctstate RELATED,ESTABLISHED -j"
                + " ACCEPT\n"
                + "-A CNI-FORWARD -s 10.244.1.3/32 -j ACCEPT\n");

    node.sh("iptables -A CNI-ADMIN -s 10.244.1.3 -j DROP");
    node.in(b, "ping -c 1 -W 1 192.0.2.7");
    assertThat(node.sh("ip -s link show lan")).containsPattern("TX:[^\n]*\n +98 ");
    node.remove(b);
    assertThat(node.sh("iptables -S CNI-FORWARD")).doesNotContain("10.244.1.3");
  }

  @Test
  void isolated_pods_of_one_bridge_do_not_reach_each_other_where_the_bridge_asks_iptables() {
    node.sh("sysctl -w net.bridge.bridge-nf-call-iptables=1");
    node.configure(BRIDGE, "{'type': 'firewall', 'ingressPolicy': 'same-bridge'}");
    String a = node.pod("a");
    String b = node.pod("b");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains(" 0% packet loss");

    node.configure(BRIDGE, "{'type': 'firewall', 'ingressPolicy': 'isolated'}");
    node.pod("c");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains("100% packet loss");
    assertThat(node.sh("iptables -nvL CNI-ISOLATION-STAGE-1")).containsPattern("1 +84 DROP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'firewall', 'ingressPolicy': 'closed'} | unknown ingress policy: "closed"
          {'type': 'firewall', 'backend': 'firewalld'}    | dial unix /var/run/dbus/system_bus_socket: connect: no such file or directory
          {'type': 'bandwidth', 'ingressRate': 1000}      | if rate is set, burst must also be set
          {'type': 'bandwidth', 'egressRate': 1000, 'egressBurst': 8000} | egressRate is not modelled here; leave it out, or slow the pod's link down with "tc qdisc add dev … root tbf rate"
          """)
  void what_firewall_and_bandwidth_cannot_do_they_say(String plugin, String words) {
    node.configure(BRIDGE, plugin);

    assertThat(node.whyNot("a")).endsWith(" failed (add): " + words);
  }

  @Test
  void bandwidth_has_a_pod_receive_at_a_rate() {
    node.configure(BRIDGE, "{'type': 'bandwidth', 'ingressRate': 1000000, 'ingressBurst': 80000}");

    assertThat(node.whyNot("a")).isEqualTo("it runs");
    assertThat(node.sh("tc qdisc show | grep tbf"))
        .matches("qdisc tbf \\w+: dev veth\\w+ root refcnt 3 rate 1Mbit burst 10000b lat 25ms \n");
  }

  @Test
  void bandwidth_without_a_rate_hands_on_what_the_plugin_before_did() {
    node.configure(BRIDGE, "{'type': 'bandwidth', 'capabilities': {'bandwidth': true}}");

    assertThat(node.whyNot("a")).isEqualTo("it runs");
  }

  @Test
  void firewall_refuses_a_version_of_the_specification_without_check() {
    node.write(
        RuntimeNode.CONFLIST,
        "{'cniVersion': '0.3.1', 'name': 'net', 'plugins': [%s, {'type': 'firewall'}]}"
            .formatted(BRIDGE)
            .replace('\'', '"'));
    node.loop().advance(Duration.ofSeconds(1));

    assertThat(node.whyNot("a"))
        .endsWith(
            "plugin type=\"firewall\" failed (add): incompatible CNI versions; config is"
                + " \"0.3.1\", plugin supports [\"0.4.0\" \"1.0.0\" \"1.1.0\"]");
  }
}
