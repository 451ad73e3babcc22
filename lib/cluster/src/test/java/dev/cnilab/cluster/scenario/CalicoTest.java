package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calico in a whole cluster: addresses, routes to other nodes, and enforced policies. */
class CalicoTest extends CalicoClients {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interface=eth.* | Using autodetected IPv4 address 172.30.0.12/24 on matching interface"
            + " eth0",
        "cidr=172.30.0.0/16 | Using autodetected IPv4 address 172.30.0.12/24 on interface eth0"
            + " matching cidrs [172.30.0.0/16]",
        "skip-interface=ens.* | on interface eth0: 172.30.0.12/24 while skipping matching"
            + " interfaces",
        "kubernetes-internal-ip | Calico node started successfully",
        "interface=ens192 | Unable to auto-detect an IPv4 address using interface regexes [ens192]:"
            + " no valid host interfaces found",
        "fastest | Invalid IP autodetection method: fastest",
      })
  void ip_autodetection_method_selects_the_address_of_the_node(String method, String words) {
    setVariable("IP_AUTODETECTION_METHOD", method);
    assertThat(
            CLUSTER.onNode(
                "worker-1",
                "cat $(ls -t /var/log/pods/kube-system_calico-node*/calico-node/*.log | head -1)"))
        .contains(words);
    setVariable("IP_AUTODETECTION_METHOD", "first-found");
  }

  private static final String NEWEST_LOG =
      "cat $(ls -t /var/log/pods/kube-system_calico-node*/calico-node/*.log | head -1)";

  @Test
  void environment_variables_are_obeyed_or_rejected_by_name() {
    setVariable("FELIX_IPINIPMTU", "1400");
    assertThat(CLUSTER.onNode("worker-1", "ip link show tunl0")).contains("mtu 1400");
    setVariable("FELIX_IPINIPMTU", "0");

    setVariable("FELIX_BPFENABLED", "true");
    assertThat(
            CLUSTER.onNode(
                "worker-1",
                "cat $(ls -t /var/log/pods/kube-system_calico-node*/calico-node/*.log | head -1)"))
        .contains("FELIX_BPFENABLED: \"true\" is not available on this machine, only \"false\"");
    setVariable("FELIX_BPFENABLED", "false");
    for (String each :
        List.of("FELIX_ROUTETABLERANGES", "CALICO_ROUTER_ID", "CALICO_IPV4POOL_IPIP")) {
      setVariable(each, "x");
      assertThat(CLUSTER.onNode("worker-1", NEWEST_LOG))
          .contains(each + ": \"x\" is not available on this machine");
      setVariable(each, each.endsWith("IPIP") ? "Always" : "");
    }
  }

  @Test
  void a_felix_configuration_is_applied_on_change_or_rejected_by_field() {
    setVariable("FELIX_IPINIPMTU", ""); // a variable goes before it
    felix("{\"spec\": {\"ipipMTU\": 1300, \"routeSource\": \"WorkloadIPs\"}}");
    assertThat(CLUSTER.onNode("worker-1", "ip link show tunl0")).contains("mtu 1300");
    assertThat(CLUSTER.onNode("worker-1", NEWEST_LOG))
        .contains(
            "Felix config changed, need to restart.",
            "FelixConfiguration default: routeSource: \"WorkloadIPs\" is not available");
    felix("{\"spec\": {\"ipipMTU\": null, \"routeSource\": null}}");
    assertThat(CLUSTER.onNode("worker-1", "ip link show tunl0")).contains("mtu 1480");
  }

  @Test
  void a_pod_has_a_32_bit_address_and_a_link_local_gateway() {
    assertThat(CLUSTER.inPod("client", "ip", "-o", "-4", "addr", "show", "eth0"))
        .contains(address("client") + "/32");
    assertThat(CLUSTER.inPod("client", "ip", "route"))
        .isEqualTo("default via 169.254.1.1 dev eth0 \n169.254.1.1 dev eth0 scope link \n");
    assertThat(fetch()).isEqualTo("200");
    assertThat(CLUSTER.inPod("client", "ip", "neigh"))
        .contains("169.254.1.1 dev eth0 lladdr ee:ee:ee:ee:ee:ee");
    assertThat(CLUSTER.onNode("worker-1", "ip route show " + address("client")))
        .matches("(?s)\\S+ dev cali[0-9a-f]{11} scope link \n");
  }

  @Test
  void felix_and_not_the_plugin_switches_ip_forwarding_on() {
    CLUSTER.onNode("worker-2", "sysctl -w net.ipv4.ip_forward=0");
    CLUSTER.podOn("worker-2", "late");
    CLUSTER.awaitReady("late");

    assertThat(CLUSTER.onNode("worker-2", "cat /proc/sys/net/ipv4/ip_forward")).isEqualTo("0\n");
    assertThat(
            CLUSTER.onNode(
                "worker-2",
                "l=$(ip -o route show %s | cut -d ' ' -f 3); cd /proc/sys/net/ipv4/conf/$l; cat"
                        .formatted(address("late"))
                    + " forwarding proxy_arp route_localnet ../../neigh/$l/proxy_delay"))
        .isEqualTo("1\n1\n1\n0\n");
    assertThat(CLUSTER.inPod("late", "cat", "/proc/sys/net/ipv4/ip_forward")).isEqualTo("0\n");
    assertThat(fetch()).startsWith("000");

    CLUSTER.createAgain(CLUSTER.removeDaemonSet("kube-system", "calico-node"));
    CLUSTER.await(
        "felix",
        Duration.ofMinutes(2),
        () -> CLUSTER.onNode("worker-2", "cat /proc/sys/net/ipv4/ip_forward").equals("1\n"));
    CLUSTER.await("the way", Duration.ofMinutes(1), () -> fetch().equals("200"));
    CLUSTER.delete("late");
  }

  @Test
  void blocks_of_other_nodes_are_routed_through_the_tunnel() {
    assertThat(fetch()).isEqualTo("200");
    assertThat(CLUSTER.onNode("worker-1", "ip -d link show tunl0"))
        .contains("mtu 1480", "ipip any remote any local any");
    assertThat(CLUSTER.onNode("worker-1", "ip route"))
        .containsPattern("blackhole 10\\.244\\.\\d+\\.\\d+/26 proto bird")
        .containsPattern(
            "10\\.244\\.\\d+\\.\\d+/26 via 172\\.30\\.0\\.13 dev tunl0 proto bird onlink");
    assertThat(CLUSTER.inPod("client", "ip", "link", "show", "eth0")).contains("mtu 1480");
  }

  @Test
  void the_trace_of_a_denied_packet_names_the_rule() {
    policy("{podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress]}");

    assertThat(fetch()).startsWith("000[exit 28]");
    JsonNode step = lastStep();
    assertThat(step.path("reason").asText()).isEqualTo("NETFILTER_DROP");
    assertThat(step.path("detail").asText())
        .containsPattern("filter: -A cali-tw-cali[0-9a-f]{11} ")
        .contains("End of tier default. Drop if no policies passed packet");
    assertThat(CLUSTER.pod("server").isReady()).as("the node still reaches its pod").isTrue();
    CLUSTER.pass(Duration.ofSeconds(15));
    assertThat(CLUSTER.pod("server").isReady()).isTrue();
  }

  @Test
  void curl_under_a_deny_all_times_out_while_resolving() {
    policy("{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress]}");

    assertThat(CLUSTER.inPod("client", "curl", "-sS", "-m", "3", "http://kubernetes.default/"))
        .contains("curl: (28) Resolving timed out after 3000 milliseconds");
  }

  @Test
  void label_changes_affect_running_pods_at_once() {
    policy(
        "{podSelector: {matchLabels: {app: server}}, ingress: [{from: [{podSelector:"
            + " {matchLabels: {role: friend}}}], ports: [{port: http}]}]}");
    assertThat(fetch()).startsWith("000");

    label("client", "friend");
    assertThat(fetch()).isEqualTo("200");

    label("client", "stranger");
    assertThat(fetch()).startsWith("000");
  }

  @Test
  void denied_egress_breaks_name_resolution() {
    policy("{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress]}");

    assertThat(CLUSTER.inPod("client", "nslookup", "kubernetes.default"))
        .contains(";; no servers could be reached");
    assertThat(CLUSTER.onNode("worker-1", "iptables -S | grep -c cali-fw-")).isNotEqualTo("0\n");
  }

  @Test
  void the_pool_of_pods_is_masqueraded_outside_the_cluster() {
    assertThat(CLUSTER.onNode("worker-1", "iptables -t nat -S cali-nat-outgoing"))
        .contains(
            "-m set --match-set cali40masq-ipam-pools src -m set ! --match-set"
                + " cali40all-ipam-pools dst -j MASQUERADE --random-fully");
    assertThat(CLUSTER.inPod("client", "nslookup", "kubernetes.default")).contains("10.96.0.1");
  }

  @Test
  void a_node_has_the_annotations_and_condition_of_calico() {
    KubeObject node = CLUSTER.get(ResourceTypes.NODES, "worker-1");
    assertThat(node.annotations())
        .containsEntry("projectcalico.org/IPv4Address", "172.30.0.12/24")
        .containsKey("projectcalico.org/IPv4IPIPTunnelAddr");
    assertThat(node.at("/status/conditions").toString())
        .contains("CalicoIsUp", "Calico is running on this node");
    assertThat(CLUSTER.api(CalicoTest::pool)).isEqualTo("10.244.0.0/16 26 Always");
  }

  @Test
  void felix_serves_its_health_endpoint_once_the_port_is_free() {
    String status = "curl -s -o /dev/null -w '%{http_code}' 127.0.0.1:9099/liveness";
    CLUSTER.onNode("worker-2", "pkill -KILL -x start_runit; nc -lk 127.0.0.1 9099 >/dev/null &");
    CLUSTER.pass(Duration.ofSeconds(5));
    assertThat(CLUSTER.onNode("worker-2", "ss -Hltnp sport = 9099")).contains("\"nc\"");
    CLUSTER.onNode("worker-2", "pkill -x nc");
    CLUSTER.pass(Duration.ofSeconds(2));

    assertThat(CLUSTER.onNode("worker-2", status)).isEqualTo("204");
  }
}
