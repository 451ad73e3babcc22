package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each field of kube-proxy's ConfigMap has its effect, or is refused; words of 1.37.2's source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyConfigurationTest {
  private TestCluster cluster;
  private String original;

  @BeforeAll
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    original =
        cluster
            .api(client -> client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "kube-proxy"))
            .text("/data/config.conf");
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  /** Replaces fields of the file, and the pods of kube-proxy by new ones. */
  private void configure(String lines) {
    String kept = original;
    for (String line : lines.split(";")) {
      String field = line.replaceFirst(":.*", "");
      kept = kept.replaceFirst("(?m)^" + field + ":.*\n(  .*\n)*", "");
    }
    String text = kept + "\n" + lines.replace(';', '\n') + "\n";
    cluster.api(
        client -> {
          KubeObject map = client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "kube-proxy");
          return client.update(
              ResourceTypes.CONFIG_MAPS,
              map.edit(json -> json.withObject("/data").put("config.conf", text)));
        });
    cluster.deletePods("k8s-app", "kube-proxy");
    cluster.pass(Duration.ofSeconds(75));
  }

  private String log() {
    return cluster.onNode(
        "worker-1",
        "cat $(ls -t /var/log/pods/kube-system_kube-proxy*/kube-proxy/*.log | head -1)");
  }

  @Test
  void kube_proxy_retries_a_taken_healthz_port_until_it_is_free() {
    cluster.onNode("worker-1", "nc -lk 127.0.0.1 10299 > /dev/null & echo $! > /tmp/nc.pid");
    configure("healthzBindAddress: 127.0.0.1:10299");
    assertThat(log().lines().filter(line -> line.contains("Healthz server failed")).count())
        .isGreaterThan(2);

    cluster.onNode("worker-1", "kill $(cat /tmp/nc.pid)");
    cluster.pass(Duration.ofSeconds(6));
    assertThat(cluster.onNode("worker-1", "curl -s http://127.0.0.1:10299/healthz"))
        .contains("lastUpdated");
  }

  @Test
  void bind_address_hard_fail_ends_kube_proxy_on_a_taken_port() {
    configure("healthzBindAddress: 127.0.0.1:10249;bindAddressHardFail: false");
    assertThat(log())
        .contains("starting metrics server failed", "bind: address already in use")
        .doesNotContain("Error running ProxyServer");

    configure("healthzBindAddress: 127.0.0.1:10249;bindAddressHardFail: true");
    assertThat(log())
        .contains(
            "\"Error running ProxyServer\" err=\"listen tcp 127.0.0.1:10249: bind: address already"
                + " in use\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iptables: {masqueradeAll: true} | iptables-save | -A KUBE-SVC-ERIFXISQEP7F7OF4 -d"
            + " 10.96.0.10/32 -p tcp -m comment --comment \"kube-system/kube-dns:dns-tcp cluster"
            + " IP\" -m tcp --dport 53 -j KUBE-MARK-MASQ",
        "detectLocalMode: BridgeInterface;detectLocal: {bridgeInterface: cni0} | iptables-save |"
            + " -A KUBE-SVC-ERIFXISQEP7F7OF4 -d 10.96.0.10/32 ! -i cni0 -p tcp",
        "detectLocalMode: InterfaceNamePrefix;detectLocal: {interfaceNamePrefix: veth} |"
            + " iptables-save | -d 10.96.0.10/32 ! -i veth+ -p tcp",
        "detectLocalMode: NodeCIDR | iptables-save | ! -s 10.244.1.0/24 -d 10.96.0.10/32",
        "nodePortAddresses: [172.30.0.0/24] | iptables-save | -A KUBE-SERVICES -d 172.30.0.12/32"
            + " -m comment --comment \"kubernetes service nodeports; NOTE: this must be the last"
            + " rule in this chain\" -j KUBE-NODEPORTS",
        "iptables: {localhostNodePorts: false} | iptables-save | -A KUBE-SERVICES ! -d 127.0.0.0/8"
            + " -m comment --comment \"kubernetes service nodeports; NOTE: this must be the last"
            + " rule in this chain\" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS",
        "nodePortAddresses: [127.0.0.0/8] | iptables-save | -A KUBE-SERVICES -d 127.0.0.1/32 -m"
            + " comment --comment \"kubernetes service nodeports;",
        "healthzBindAddress: 0.0.0.0:10300 | curl -s -m 1 127.0.0.1:10300/healthz |"
            + " \"nodeEligible\":true,\"healthy\":true,\"status\":{\"IPv4\":{",
        "healthzBindAddress: 0.0.0.0:10300 | curl -s -m 1 -o /dev/null -w '%{http_code}'"
            + " 127.0.0.1:10300/livez | 200",
        "conntrack: {maxPerCore: 200000, tcpEstablishedTimeout: 1h0m0s} | sysctl"
            + " net.netfilter.nf_conntrack_max | = 400000",
        "conntrack: {tcpEstablishedTimeout: 2h0m0s} | sysctl"
            + " net.netfilter.nf_conntrack_tcp_timeout_established | = 7200",
        "mode: nftables;detectLocalMode: BridgeInterface;detectLocal: {bridgeInterface: cni0} |"
            + " nft list table ip kube-proxy | ip daddr @cluster-ips iifname != \"cni0\"",
      })
  void a_field_has_its_effect_on_the_node(String lines, String command, String found) {
    configure(lines);
    assertThat(log()).doesNotContain("command failed");
    assertThat(cluster.onNode("worker-1", command)).contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conntrack: {maxPerCore: many} | failed complete: failed to decode: json: cannot unmarshal"
            + " string into Go struct field KubeProxyConntrackConfiguration.conntrack.maxPerCore of"
            + " type int32",
        "conntrack: {maxPerCore: -1} | failed validate:"
            + " KubeProxyConfiguration.KubeProxyLinuxConfiguration.KubeProxyConntrackConfiguration.MaxPerCore:"
            + " Invalid value: -1: must be greater than or equal to 0",
        "healthzBindAddress: 0.0.0.0:99999 | failed validate:"
            + " KubeProxyConfiguration.HealthzBindAddress: Invalid value: \\\"99999\\\": must be a"
            + " valid port",
        "nodePortAddresses: [everywhere] | Invalid value: \\\"everywhere\\\": must be a valid CIDR"
            + " or one of the keywords 'primary', 'localhost', 'all'",
        "detectLocalMode: BridgeInterface | DetectLocalConfiguration.InterfaceName: Invalid value:"
            + " \\\"\\\": must not be empty",
        "iptables: {masqueradeBit: 99} | failed validate:"
            + " KubeProxyConfiguration.KubeProxyIPTablesConfiguration.MasqueradeBit: Invalid value:"
            + " 99: must be within the range [0, 31]",
        "iptables: {syncPeriod: -1s} | failed validate: [KubeProxyConfiguration.SyncPeriod: Invalid"
            + " value: \\\"-1s\\\": must be greater than 0, KubeProxyConfiguration.SyncPeriod:"
            + " Invalid value: \\\"1s\\\": must be greater than or equal to"
            + " KubeProxyConfiguration.MinSyncPeriod]",
        "bindAddress: rubbish | failed validate: KubeProxyConfiguration.BindAddress: Invalid value:"
            + " \\\"rubbish\\\": not a valid textual representation of an IP address",
        "mode: 3 | cannot unmarshal number into Go struct field KubeProxyConfiguration.mode of type"
            + " v1alpha1.ProxyMode",
        "clientConnection: {kubeconfig: /nowhere} | \"Error running ProxyServer\" err=\"stat"
            + " /nowhere: no such file or directory\"",
        "mode: ipvs | \"Error running ProxyServer\" err=\"can't use the IPVS proxier: ipvs not"
            + " supported\"",
        "featureGates: {KubeProxyIPVS: false} | featureGates of a KubeProxyConfiguration is not"
            + " available on this machine",
      })
  void a_wrong_value_ends_it_in_its_own_words(String line, String words) {
    configure(line);
    assertThat(log()).contains("\"command failed\"").contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: iptables | server.go:256] \"Kube-proxy configuration may be incomplete or"
            + " incorrect\" err=\"nodePortAddresses is unset;",
        "mode: iptables | server.go:265] \"kube-proxy running in dual-stack mode\" primary"
            + " ipFamily=\"IPv4\"",
        "clusterCIDR: fd00::/64 | but no cluster CIDR specified for primary IP family\""
            + " ipFamily=\"IPv4\" clusterCIDRs=[\"fd00::/64\"]",
        "clusterCIDR: '' | ipFamily=\"IPv4\" clusterCIDRs=null",
      })
  void a_suspicious_kube_proxy_setting_gets_a_warning(String line, String words) {
    configure(line);
    assertThat(log()).contains(words).doesNotContain("command failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "masqueradAll: true | unknown field \\\"masqueradAll\\\"",
        "conntrack: {maximum: 5} | unknown field \\\"conntrack.maximum\\\"",
      })
  void an_unknown_kube_proxy_field_is_logged_and_ignored(String line, String words) {
    configure(line);
    assertThat(log())
        .contains("Using lenient decoding as strict decoding failed")
        .contains(words)
        .doesNotContain("command failed");
  }
}
