package dev.cnilab.cluster.cni.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.RuntimeNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugins that change what another one has made. */
class MetaPluginsTest extends BareNode {
  @Test
  void tuning_sets_sysctls_and_link_attributes_of_a_pod() {
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
  void tuning_names_a_setting_that_it_cannot_change(String setting, String words) {
    node.configure(BRIDGE, "{'type': 'tuning', " + setting + "}");

    assertThat(node.whyNot("a")).endsWith("plugin type=\"tuning\" failed (add): " + words);
  }

  @Test
  void tuning_rejects_sysctls_that_are_not_in_the_allowlist() {
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
  void sbr_moves_the_routes_of_an_address_to_its_own_table() {
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

  @Test
  void firewall_admits_traffic_of_pods_despite_a_drop_policy() {
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
  void firewall_isolates_pods_of_a_bridge_with_ingress_policy_isolated() {
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
  void firewall_and_bandwidth_reject_unsupported_settings_by_name(String plugin, String words) {
    node.configure(BRIDGE, plugin);

    assertThat(node.whyNot("a")).endsWith(" failed (add): " + words);
  }

  @Test
  void bandwidth_limits_the_ingress_rate_of_a_pod() {
    node.configure(BRIDGE, "{'type': 'bandwidth', 'ingressRate': 1000000, 'ingressBurst': 80000}");

    assertThat(node.whyNot("a")).isEqualTo("it runs");
    assertThat(node.sh("tc qdisc show | grep tbf"))
        .matches("qdisc tbf \\w+: dev veth\\w+ root refcnt 3 rate 1Mbit burst 10000b lat 25ms \n");
  }

  @Test
  void bandwidth_without_a_rate_passes_the_previous_result_on() {
    node.configure(BRIDGE, "{'type': 'bandwidth', 'capabilities': {'bandwidth': true}}");

    assertThat(node.whyNot("a")).isEqualTo("it runs");
  }

  @Test
  void firewall_rejects_cni_version_0_3_1() {
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
