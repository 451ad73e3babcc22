package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.process.Process;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flanneld's options, variables and configuration. */
class FlanneldOptionsTest extends FlanneldNode {
  @Test
  void flanneld_ends_without_a_pod_cidr() {
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:384] Error registering network: failed to acquire lease: node \"node-2\" pod"
                + " cidr not assigned\n");
  }

  @Test
  void flanneld_ends_if_its_interface_is_missing() {
    assign("node-2", "10.244.1.0/24");
    Process process = flanneld("--iface=eth9");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .contains("iface:[eth9]")
        .endsWith(
            "I main.go:336] Could not find valid interface matching eth9: error looking up"
                + " interface eth9: route ip+net: no such network interface\n"
                + "E main.go:367] Failed to find interface to use that matches the interfaces"
                + " and/or regexes provided\n");
  }

  @Test
  void flanneld_uses_the_given_interface_and_public_ip() {
    assign("node-2", "10.244.1.0/24");
    node.sh(
        "ip link add name other type bridge; ip addr add 192.0.2.5/24 dev other; ip link set other"
            + " up");
    flanneld("--iface-regex=^oth", "--public-ip=203.0.113.9");

    assertThat(node.sh("ip -d link show flannel.1")).contains("local 203.0.113.9 dev other");
    assertThat(annotation("public-ip")).isEqualTo("203.0.113.9");
  }

  @Test
  void flanneld_logs_and_obeys_its_options() {
    assign("node-2", "10.244.1.0/24");
    flanneld(
        "--subnet-file=/run/other/subnet.env",
        "--healthz-port",
        "9999",
        "--iptables-forward-rules=false");

    assertThat(log())
        .contains("subnetFile:/run/other/subnet.env", "healthzPort:9999")
        .contains("iptablesForwardRules:false", "Start healthz server on 0.0.0.0:9999")
        .contains("Wrote subnet file to /run/other/subnet.env")
        .doesNotContain("FORWARD chain");
    assertThat(node.sh("cat /run/other/subnet.env")).contains("FLANNEL_SUBNET=10.244.1.1/24");
    assertThat(node.sh("ss -ltn")).contains(":9999");
    assertThat(node.sh("iptables -S")).doesNotContain("FLANNEL-FWD");
  }

  @Test
  void an_unknown_or_unsupported_option_ends_flanneld() {
    assertThat(node.run(flanneld("--bogus")::await)).isEqualTo(0);
    assertThat(log()).contains("flag provided but not defined: -bogus");
    assertThat(node.run(flanneld("--public-ipv6=2001:db8::1")::await)).isEqualTo(0);
    assertThat(log()).contains("-public-ipv6 is not modelled here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ip-masq=maybe                      | invalid boolean value "maybe" for -ip-masq: parse error
          --healthz-port=http                  | invalid value "http" for flag -healthz-port: parse error
          --iptables-resync=1s                 | invalid value "1s" for flag -iptables-resync: parse error
          --healthz-port=0xfffffffffffffffff   | invalid value "0xfffffffffffffffff" for flag -healthz-port: value out of range
          -v=5                                 | -v is not modelled here
          --subnet-lease-renew-margin=0        | Invalid subnet-lease-renew-margin option, out of acceptable range
          --public-ip=rubbish                  | Failed to find any valid interface to use: error looking up interface rubbish: route ip+net: no such network interface
          --public-ip=203.0.113.9              | Failed to find any valid interface to use: error looking up interface 203.0.113.9: no interface with given IP found
          """)
  void an_invalid_option_value_is_reported(String option, String words) {
    assign("node-2", "10.244.1.0/24");
    node.run(flanneld(option)::await);

    assertThat(log()).contains(words);
  }

  @Test
  void the_health_server_listens_on_the_given_address() {
    assign("node-2", "10.244.1.0/24");
    node.sh("ip link set lo up");
    flanneld("--healthz-ip=127.0.0.1", "--healthz-port=9999");

    assertThat(node.sh("ss -ltn")).contains("127.0.0.1:9999");
    assertThat(node.sh("curl -s http://127.0.0.1:9999/readyz")).isEqualTo("flanneld is ready");
    node.run(flanneld("--healthz-ip=203.0.113.9", "--healthz-port=9998")::await);
    assertThat(log())
        .contains(
            "Start healthz server error. listen tcp 203.0.113.9:9998: bind: cannot assign requested"
                + " address");
  }

  @Test
  void an_iptables_resync_of_zero_restores_rules_at_once() {
    assign("node-2", "10.244.1.0/24");
    flanneld("--iptables-resync=0", "--ip-masq-fully-random-disable");
    node.sh("iptables -t nat -F FLANNEL-POSTRTG");
    node.loop().advance(Duration.ofMillis(200));

    assertThat(node.sh("iptables-save -t nat"))
        .contains("MASQUERADE")
        .doesNotContain("--random-fully");
  }

  @Test
  void environment_variables_set_options_that_are_not_given() {
    assign("node-2", "10.244.1.0/24");
    environment.put("FLANNELD_HEALTHZ_PORT", "9997");
    environment.put("FLANNELD_IP_MASQ", "false");
    environment.put("FLANNELD_IPTABLES_RESYNC", "often");
    flanneld("--ip-masq=1");

    assertThat(node.sh("ss -ltn")).contains(":9997");
    assertThat(log())
        .contains("ipMasq:true", "healthzPort:9997")
        .contains("invalid value \"often\" for FLANNELD_IPTABLES_RESYNC: parse error");
  }

  @Test
  void rules_of_an_old_subnet_and_of_nftables_are_removed() {
    assign("node-2", "10.244.1.0/24");
    node.sh(
        "mkdir -p /run/flannel; echo FLANNEL_NETWORK=10.9.0.0/16 > /run/flannel/subnet.env;"
            + " iptables -t nat -N FLANNEL-POSTRTG;"
            + " iptables -t nat -A FLANNEL-POSTRTG -s 10.9.0.0/16 -j RETURN;"
            + " nft add table ip flannel-ipv4; nft add table ip mine");
    flanneld();

    assertThat(node.sh("nft list tables")).contains("mine").doesNotContain("flannel");
    assertThat(node.sh("iptables -t nat -S FLANNEL-POSTRTG"))
        .contains("10.244.1.0/24")
        .doesNotContain("10.9.0.0");
    assertThat(log())
        .contains("trying to recycle old iptables rules", "Cleaning-up nftables rules...");
  }

  @Test
  void flanneld_names_a_missing_configuration_file() {
    node.sh("rm /etc/kube-flannel/net-conf.json");
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "Failed to create SubnetManager: failed to read net conf: open"
                + " /etc/kube-flannel/net-conf.json: no such file or directory\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rubbish                               | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid character 'r' looking for beginning of value
          []                                    | main.go:251] Failed to create SubnetManager: error parsing subnet config: json: cannot unmarshal array into Go value of type subnet.Config
          {'Network': 'here'}                   | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid CIDR address: here
          {'Network': 7}                        | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid CIDR address: 7
          {'EnableIPv4': 'yes'}                 | main.go:251] Failed to create SubnetManager: error parsing subnet config: json: cannot unmarshal string into Go struct field Config.EnableIPv4 of type bool
          {'EnableIPv6': true}                  | main.go:251] Failed to create SubnetManager: error parsing subnet config: EnableIPv6 is not modelled here; leave it out, or set it to false
          {'Backend': {'Type': 7}}              | main.go:251] Failed to create SubnetManager: error parsing subnet config: error decoding Backend property of config: json: cannot unmarshal number into Go struct field .Type of type string
          {'EnableIPv4': false}                 | main.go:284] none defined stack
          {'Backend': {'Type': 'VXLAM'}}        | main.go:376] Error fetching backend: unknown backend type: vxlam
          {'Backend': {}}                       | main.go:376] Error fetching backend: unknown backend type: ``
          {'Network': '10.244.0.0/16'}          | main.go:376] Error fetching backend: backend type udp is not modelled here; vxlan, host-gw and ipip are
          {'Backend': {'Type': 'host-gw'}}      | main.go:384] Error registering network: failed to acquire lease: subnet "0.0.0.0/0" specified in the flannel net config doesn't contain "10.244.1.0/24" PodCIDR of the "node-2" node
          {'Network': '10.9.0.0/16', 'Backend': {'Type': 'vxlan'}} | main.go:384] Error registering network: failed to acquire lease: subnet "10.9.0.0/16" specified in the flannel net config doesn't contain "10.244.1.0/24" PodCIDR of the "node-2" node
          {'Backend': {'Type': 'vxlan', 'Port': 'x'}} | main.go:384] Error registering network: error decoding VXLAN backend config: json: cannot unmarshal string into Go struct field VXLANConfig.port of type int
          {'Backend': {'Type': 'vxlan', 'GBP': true}} | main.go:384] Error registering network: error decoding VXLAN backend config: GBP is not modelled here; leave it out
          {'Backend': {'Type': 'ipip', 'DirectRouting': 1}} | main.go:384] Error registering network: error decoding IPIP backend config: json: cannot unmarshal number into Go struct field .DirectRouting of type bool
          """)
  void an_invalid_configuration_ends_flanneld_with_the_reason(String json, String words) {
    assign("node-2", "10.244.1.0/24");
    configure(json);
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log()).endsWith("E " + words.replace("``", "") + "\n");
  }
}
