package dev.cnilab.cluster.cni.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.RuntimeNode;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of a network configuration has its effect, or is refused by its name. */
class PluginFieldsTest {
  private static final String IPAM = "'ipam': {'type': 'host-local', 'subnet': '10.244.1.0/24'%s}";

  @AutoClose private RuntimeNode node;

  @BeforeEach
  void start() {
    node = RuntimeNode.bare();
  }

  private static String bridge(String fields) {
    return "{'type': 'bridge', 'bridge': 'cni0', 'isDefaultGateway': true, %s%s}"
        .formatted(fields.isEmpty() ? "" : fields + ", ", IPAM.formatted(""));
  }

  @Test
  void isolated_ports_reach_the_gateway_and_not_each_other() {
    node.configure(bridge("'portIsolation': true"));
    String a = node.pod("a");
    String b = node.pod("b");

    assertThat(node.sh("bridge -d link")).contains("isolated on");
    assertThat(node.in(a, "ping -c 1 -W 1 10.244.1.1")).contains(" 0% packet loss");
    assertThat(node.in(a, "ping -c 1 -W 1 " + node.ip(b))).contains("100% packet loss");
  }

  @Test
  void promisc_mode_makes_the_bridge_promiscuous() {
    node.configure(bridge("'PromiscMode': true")); // Go ignores the case of a field's name
    node.pod("a");

    assertThat(node.sh("ip link show cni0")).contains("PROMISC");
  }

  @Test
  void a_container_gets_the_configured_mac_address() {
    node.configure(bridge("'args': {'cni': {'mac': 'c2:11:22:33:44:55'}}"));
    assertThat(node.in(node.pod("a"), "ip link show eth0")).contains("c2:11:22:33:44:55");

    node.configure(bridge("'args': {'cni': {'mac': 'rubbish'}}"));
    assertThat(node.whyNot("b"))
        .endsWith(
            "plugin type=\"bridge\" failed (add): failed to make veth pair: address rubbish:"
                + " invalid MAC address");
  }

  /** Runs a plugin as a runtime does, for the network namespace "by-hand". */
  private String run(String verb, String plugin, String fields) {
    node.write(
        "/tmp/conf",
        "{'cniVersion': '1.0.0', 'name': 'net', 'type': '%s', %s}"
            .formatted(plugin, fields)
            .replace('\'', '"'));
    return node.sh(
        "ip netns add by-hand 2> /dev/null; CNI_COMMAND=%s CNI_CONTAINERID=x CNI_IFNAME=eth0"
                .formatted(verb)
            + " CNI_NETNS=/var/run/netns/by-hand CNI_PATH=/opt/cni/bin /opt/cni/bin/"
            + plugin
            + " < /tmp/conf");
  }

  @Test
  void invalid_container_ids_and_interface_names_are_rejected() {
    node.write("/tmp/named", "{\"cniVersion\": \"1.0.0\", \"name\": \"n\", \"type\": \"bridge\"}");
    String call =
        "CNI_COMMAND=ADD CNI_NETNS=/nowhere CNI_PATH=/opt/cni/bin CNI_CONTAINERID='%s'"
            + " CNI_IFNAME='%s' /opt/cni/bin/bridge < /tmp/named";
    assertThat(node.sh(call.formatted("a b", "eth0")))
        .contains(
            "\"code\": 4,\n"
                + "    \"msg\": \"invalid characters in containerID\",\n"
                + "    \"details\": \"a b\"");
    assertThat(node.sh(call.formatted("a", "averyveryverylongname")))
        .contains(
            "\"msg\": \"interface name is too long\"",
            "interface name should be less than 16 characters");
    assertThat(node.sh(call.formatted("a", "..")))
        .contains("\"msg\": \"interface name is . or ..\"");
    assertThat(node.sh(call.formatted("a", "a/b")))
        .contains("\"msg\": \"interface name contains / or : or whitespace characters\"");
  }

  @Test
  void the_mac_address_of_runtime_config_takes_precedence() {
    run(
        "ADD",
        "bridge",
        "'disableContainerInterface': true, 'runtimeConfig': {'mac': 'c2:11:22:33:44:56'}, 'args':"
            + " {'cni': {'mac': 'c2:11:22:33:44:55'}}");
    assertThat(node.sh("ip -n by-hand link show eth0")).contains("state DOWN", "c2:11:22:33:44:56");

    node.configure(bridge("'disableContainerInterface': true"));
    assertThat(node.whyNot("b"))
        .endsWith("cannot use IPAM when DisableContainerInterface flag is set");
  }

  private String map(String verb, String fields) {
    return run(
        verb,
        "portmap",
        fields
            + ", 'runtimeConfig': {'portMappings': [{'HostPort': 80, 'ContainerPort': 8080,"
            + " 'Protocol': 'tcp'}]}, 'prevResult': {'cniVersion': '1.0.0', 'ips': [{'address':"
            + " '10.244.1.2/24'}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'snat': true                          | -A CNI-DN-\\w+ -s 127.0.0.1/32 -p tcp -m tcp --dport 80 -j CNI-HOSTPORT-SETMARK | -s 0.0.0.0
          'snat': false                         | -A CNI-DN-\\w+ -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.1.2:8080 | MASQ
          'masqAll': true                       | -A CNI-DN-\\w+ -p tcp -m tcp --dport 80 -j CNI-HOSTPORT-SETMARK | 127.0.0.1
          'markMasqBit': 4                      | --set-xmark 0x10/0x10 | 0x2000
          'externalSetMarkChain': 'MINE'        | --dport 80 -j MINE | SETMARK
          'conditionsV4': ['-d', '10.9.9.9']    | -A CNI-HOSTPORT-DNAT -d 10.9.9.9/32 -p tcp -m comment .* -m multiport --dports 80 -j | NONE
          'conditionsV4': ['!', '-i', 'eth7']   | -A CNI-HOSTPORT-DNAT ! -i eth7 -p tcp | NONE
          """)
  void portmap_applies_its_configuration_fields(String field, String rule, String no) {
    node.sh("iptables -t nat -N MINE");
    map("ADD", field);

    assertThat(node.sh("iptables-save -t nat")).containsPattern(rule).doesNotContain(no);
  }

  @Test
  void portmap_uses_nftables_with_the_nftables_backend() {
    map("ADD", "'backend': 'nftables', 'conditionsV4': ['ip', 'daddr', '!=', '10.9.9.9']");

    assertThat(node.sh("nft list table ip cni_hostport"))
        .contains("tcp dport 80 dnat to 10.244.1.2:8080 comment \"x\"")
        .contains("ip daddr != 10.9.9.9 fib daddr type local jump hostports_all")
        .contains("ip saddr 127.0.0.1 ip daddr 10.244.1.2 masquerade comment \"x\"");
    assertThat(node.sh("iptables-save")).doesNotContain("CNI-");

    map("DEL", "'backend': 'nftables'");
    assertThat(node.sh("nft list table ip cni_hostport")).doesNotContain("10.244.1.2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'backend': 'pf'                      | failed to parse config: unrecognized backend \\"pf\\"
          'markMasqBit': 32                    | failed to parse config: MasqMarkBit must be between 0 and 31
          'markMasqBit': 1, 'externalSetMarkChain': 'X' | failed to parse config: Cannot specify externalSetMarkChain and markMasqBit
          'externalSetMarkChain': 'X'          | unable to setup DNAT: Chain 'X' does not exist
          'conditionsV4': ['ip', 'daddr']      | failed to parse config: iptables backend was requested but configuration contains nftables-specific options [conditionsV4]
          'snat': 1                            | failed to parse config: failed to parse network configuration: json: cannot unmarshal number into Go struct field PortMapConf.snat of type bool
          """)
  void portmap_rejects_unsupported_settings_by_name(String field, String words) {
    assertThat(map("ADD", field)).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bridge  | 'vlan': 7                  | vlan is not modelled here; leave it out, or set it to 0
          bridge  | 'vlanTrunk': [{'id': 7}]   | vlanTrunk is not modelled here; leave it out, or set it to []
          bridge  | 'macspoofchk': true        | macspoofchk is not modelled here; leave it out, or set it to false
          bridge  | 'vlanTrunk': 'x'           | failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.vlanTrunk of type []*main.VlanTrunk
          bridge  | 'ipMasq': true, 'ipMasqBackend': 'x' | unknown ipmasq backend "x"
          macvlan | 'linkInContainer': true    | linkInContainer is not modelled here; leave it out, or set it to false
          macvlan | 'bcqueuelen': 7            | bcqueuelen is not modelled here; leave it out, or set it to 0
          """)
  void an_unsupported_plugin_feature_is_rejected_by_name(
      String plugin, String field, String words) {
    node.configure("{'type': '%s', %s, %s}".formatted(plugin, field, IPAM.formatted("")));

    assertThat(node.whyNot("a"))
        .endsWith("plugin type=\"%s\" failed (add): %s".formatted(plugin, words));
  }

  @Test
  void a_pod_can_be_removed_after_its_configuration_became_invalid() {
    node.configure(bridge(""));
    String a = node.pod("a");
    node.configure(bridge("'vlan': 7"));
    node.remove(a);

    assertThat(node.addresses("net")).isEmpty();
  }

  @Test
  void ip_masq_backend_selects_nftables_for_masquerading() {
    node.configure(bridge("'ipMasq': true, 'ipMasqBackend': 'nftables'"));
    String a = node.pod("a");

    assertThat(node.sh("nft list chain inet cni_plugins_masquerade masq_checks"))
        .containsPattern(
            "ip saddr 10.244.1.2 ip daddr != 10.244.1.0/24 masquerade comment"
                + " \"[0-9a-f]{16}-[0-9a-f]{16}, net: net, if: eth0, id: [0-9a-f]+\"");
    assertThat(node.sh("iptables-save")).doesNotContain("MASQUERADE");

    node.remove(a);
    assertThat(node.sh("nft list ruleset")).contains("masq_checks").doesNotContain("10.244.1.2");
  }

  @Test
  void an_ipam_route_has_its_metric_and_table() {
    node.configure(
        "{'type': 'bridge', 'bridge': 'cni0', 'isGateway': true, %s}"
            .formatted(
                IPAM.formatted(
                    ", 'routes': [{'dst': '10.1.0.0/16', 'priority': 50}, {'dst': '10.2.0.0/16',"
                        + " 'table': 7, 'mtu': 1300, 'advmss': 1200}]")));
    String a = node.pod("a");

    assertThat(node.in(a, "ip route")).contains("10.1.0.0/16 via 10.244.1.1 dev eth0 metric 50");
    assertThat(node.in(a, "ip route show table 7")).contains("10.2.0.0/16 via 10.244.1.1 dev eth0");
    assertThat(node.sh("cat /var/lib/cni/results/net-" + a + "-eth0"))
        .contains("\"mtu\":1300", "\"advmss\":1200", "\"table\":7", "\"priority\":50");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'dst': 'rubbish'                       | invalid CIDR address: rubbish
          'dst': 'fd00::/64'                     | IPv6 is not available on this machine: fd00::/64
          'dst': '10.1.0.0/16', 'gw': 'there'    | invalid IP address: there
          'dst': '10.1.0.0/16', 'table': 'x'     | json: cannot unmarshal string into Go struct field route.table of type int
          'dst': '10.1.0.0/16', 'scope': 7       | scope 7 of a route is not modelled here
          """)
  void an_invalid_ipam_route_is_rejected(String route, String words) {
    node.configure(
        "{'type': 'bridge', %s}".formatted(IPAM.formatted(", 'routes': [{" + route + "}]")));

    assertThat(node.whyNot("a")).endsWith("plugin type=\"bridge\" failed (add): " + words);
    assertThat(node.addresses("net")).isEmpty();
  }

  @Test
  void the_resolv_conf_setting_adds_dns_to_the_result() {
    node.write("/etc/other.conf", "# mine\nnameserver 10.0.0.9\nsearch a.example b.example\n");
    node.configure(
        "{'type': 'bridge', %s}".formatted(IPAM.formatted(", 'resolvConf': '/etc/other.conf'")));
    String a = node.pod("a");
    assertThat(node.sh("cat /var/lib/cni/results/net-" + a + "-eth0"))
        .contains("\"nameservers\":[\"10.0.0.9\"]", "\"search\":[\"a.example\",\"b.example\"]");

    node.sh("rm /etc/other.conf");
    assertThat(node.whyNot("b")).endsWith("open /etc/other.conf: no such file or directory");
  }

  @Test
  void an_ipam_plugin_that_prints_garbage_fails_only_its_pod() {
    node.write(
        "/opt/cni/bin/mine",
        "#!/bin/sh\ncat > /dev/null\necho '{\"cniVersion\": \"1.0.0\", \"ips\": [{\"address\":"
            + " \"here\"}]}'\n");
    node.sh("chmod +x /opt/cni/bin/mine");
    node.configure("{'type': 'bridge', 'ipam': {'type': 'mine'}}");

    assertThat(node.whyNot("a")).contains("invalid CIDR address: here");
    node.loop().advance(Duration.ofSeconds(1));
  }
}
