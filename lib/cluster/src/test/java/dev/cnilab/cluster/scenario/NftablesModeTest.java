package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** kube-proxy switches to nftables and back; its chains are those of a captured real cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NftablesModeTest {
  private static final List<String> NODES = List.of("control-plane", "worker-1", "worker-2");
  private static final String LIST = "nft list table ip kube-proxy";

  private TestCluster cluster;

  @BeforeAll
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.podOn("worker-1", "client");
    for (String node : List.of("worker-1", "worker-2")) {
      cluster.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: web-%1$s, labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            nodeName: %1$s
            containers: [{name: web, image: nginx}]
          """
              .formatted(node));
    }
    for (String pod : List.of("client", "web-worker-1", "web-worker-2")) {
      cluster.awaitReady(pod);
    }
    service("web", "selector: {app: web}, ports: [{port: 80}]");
    service("nobody", "selector: {app: nobody}, ports: [{port: 80}]");
    service(
        "outside",
        "type: NodePort, externalTrafficPolicy: Local, selector: {app: web},"
            + " ports: [{name: http, port: 80, nodePort: 30082}]");
    service("faithful", "sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80}]");
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  private void service(String name, String spec) {
    cluster.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {%s}}".formatted(name, spec));
  }

  private String curl(String url) {
    return cluster.inPod(
        "client", "curl", "-sS", "-m", "4", "-o", "/dev/null", "-w", "%{http_code}\\n", url);
  }

  private String address(String service) {
    return cluster.get(ResourceTypes.SERVICES, service).text("/spec/clusterIP");
  }

  /** Does what an administrator does: edits the ConfigMap and restarts the pods. */
  private void choose(String mode) {
    configure("mode", mode);
  }

  private void configure(String field, String value) {
    cluster.api(
        client -> {
          KubeObject map = client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "kube-proxy");
          String text =
              map.text("/data/config.conf")
                  .replaceFirst("(?m)^" + field + ": .*$", field + ": " + value);
          return client.update(
              ResourceTypes.CONFIG_MAPS,
              map.edit(json -> json.withObject("/data").put("config.conf", text)));
        });
    List<String> before = proxies().stream().map(Pod::name).toList();
    cluster.api(
        client -> {
          before.forEach(
              pod ->
                  client.delete(
                      ResourceTypes.PODS, "kube-system", pod, DeleteOptions.background()));
          return true;
        });
    cluster.await(
        "other pods",
        Duration.ofSeconds(60),
        () ->
            proxies().size() == NODES.size()
                && proxies().stream().noneMatch(pod -> before.contains(pod.name())));
  }

  private List<Pod> proxies() {
    return cluster.list(ResourceTypes.PODS).stream()
        .filter(pod -> "kube-proxy".equals(pod.labels().get("k8s-app")))
        .map(Pod::new)
        .toList();
  }

  private void awaitProxies() {
    cluster.await(
        "kube-proxy", Duration.ofMinutes(6), () -> proxies().stream().allMatch(Pod::isReady));
    cluster.pass(Duration.ofSeconds(3));
  }

  private String log(String node) {
    return cluster.onNode(
        node, "cat $(ls -t /var/log/pods/kube-system_kube-proxy*/kube-proxy/*.log | head -1)");
  }

  @Test
  void the_bridge_family_of_nft_is_rejected_by_name() {
    for (String command : new String[] {"add table bridge x", "list tables bridge"}) {
      assertThat(cluster.onNode("worker-1", "nft " + command + " 2>&1"))
          .startsWith("Error: bridge is not available on this machine\n");
    }
    assertThat(
            cluster.onNode(
                "worker-1",
                "ip link add bt type bridge vlan_filtering 1 2>&1; ip link show bt 2>&1"))
        .isEqualTo("RTNETLINK answers: Operation not supported\nDevice \"bt\" does not exist.\n");
  }

  @Test
  @Order(1)
  void nftables_mode_replaces_the_iptables_chains_with_its_own_table() {
    choose("nftables");
    awaitProxies();

    assertThat(log("worker-1")).contains("server_linux.go:231] \"Using nftables Proxier\"");
    assertThat(log("worker-1"))
        .containsSubsequence(
            "config.go:403] \"Starting serviceCIDR config controller\"",
            "\"Waiting for caches to sync\" controller=\"serviceCIDR config\"",
            "\"Caches are synced\" controller=\"serviceCIDR config\"");
    assertThat(cluster.onNode("worker-1", "nft list tables"))
        .contains("table ip kube-proxy\n", "table ip6 kube-proxy\n");
    assertThat(cluster.onNode("worker-1", "iptables-save | grep -E 'KUBE-(S|PROXY)'")).isEmpty();
    assertThat(cluster.onNode("worker-1", LIST))
        .startsWith("table ip kube-proxy {\n\tcomment \"rules for kube-proxy\"\n")
        .contains("elements = { 10.96.0.1, 10.96.0.10,")
        .contains("tcp . 30082 : goto external-")
        .contains("chain filter-output-pre-dnat {\n\t\ttype filter hook output priority -110;")
        .contains(
            "\t\tip daddr @cluster-ips ip saddr != 10.244.0.0/16 meta mark set meta mark |"
                + " 0x00004000 comment \"masquerade clusterIP traffic from outside cluster\"\n")
        .contains(" dnat ip to numgen random mod 2 map { 0 : 10.244.")
        .contains("\t\tmeta l4proto tcp dnat to 172.30.0.11:6443\n")
        .contains(
            "\t\tip daddr 10.96.0.0/12 drop comment \"Drop traffic to unallocated ClusterIPs\"\n")
        .contains(address("nobody") + " . tcp . 80 comment \"default/nobody\" : goto reject-chain");
  }

  @Test
  @Order(2)
  void services_work_in_nftables_mode() {
    assertThat(curl(address("web"))).isEqualTo("200\n");
    assertThat(
            cluster.onNode(
                "worker-2", "curl -sS -m 4 -o /dev/null -w '%{http_code}' " + address("web")))
        .isEqualTo("200");
    assertThat(curl("172.30.0.12:30082")).isEqualTo("200\n");
    assertThat(curl(address("nobody"))).contains("curl: (7) Failed to connect");
    assertThat(cluster.inPod("client", "nslookup", "web")).contains(address("web"));
    assertThat(curl(address("web") + ":81")).contains("curl: (7) Failed to connect");
    assertThat(curl("10.111.255.254")).contains("curl: (28)"); // no Service has that address
  }

  @Test
  @Order(3)
  void client_ip_affinity_keeps_a_client_at_one_endpoint() {
    for (int i = 0; i < 6; i++) {
      assertThat(curl(address("faithful"))).isEqualTo("200\n");
    }
    String table = cluster.onNode("worker-1", LIST);
    assertThat(table.lines().filter(line -> line.contains("expires"))).hasSize(1);
  }

  @Test
  @Order(4)
  void a_pod_reaches_itself_through_its_service() {
    String own = "curl -sS -m 4 -o /dev/null -w %{http_code}, " + address("outside");
    for (int i = 0; i < 4; i++) {
      assertThat(cluster.inPod("web-worker-1", "sh", "-c", own)).isEqualTo("200,");
    }
  }

  @Test
  @Order(5)
  void a_deleted_table_breaks_services_until_kube_proxy_resyncs() {
    cluster.onNode("worker-1", "nft delete table ip kube-proxy");
    assertThat(curl(address("web"))).contains("(28)");

    service("another", "selector: {app: web}, ports: [{port: 80}]");
    cluster.await(
        "the failure",
        Duration.ofSeconds(10),
        () -> log("worker-1").contains("\"nftables sync failed\""));
    cluster.await("the repair", Duration.ofSeconds(60), () -> curl(address("web")).equals("200\n"));
    assertThat(log("worker-1")).contains("\"Sync failed\" ipFamily=\"IPv4\" retryingTime=\"30s\"");
  }

  @Test
  @Order(6)
  void a_drop_rule_of_nft_is_visible_in_its_counter() {
    cluster.onNode("worker-1", "nft add table ip mine");
    cluster.onNode(
        "worker-1", "nft add chain ip mine forward '{ type filter hook forward priority -10; }'");
    cluster.onNode("worker-1", "nft add rule ip mine forward tcp dport 80 counter drop");
    assertThat(curl(address("web"))).contains("(28)");
    assertThat(cluster.onNode("worker-1", "nft list table ip mine"))
        .matches("(?s).*tcp dport 80 counter packets [1-9]\\d* bytes \\d+ drop.*");

    cluster.onNode("worker-1", "nft delete table ip mine");
    assertThat(curl(address("web"))).isEqualTo("200\n");
  }

  @Test
  @Order(7)
  void an_unknown_mode_ends_kube_proxy_and_its_old_rules_stay() {
    choose("nonsense");
    cluster.await(
        "a crash",
        Duration.ofSeconds(60),
        () -> proxies().stream().allMatch(pod -> pod.restarts() > 0));
    assertThat(log("worker-1"))
        .contains(
            "run.go:72] \"command failed\" err=\"failed validate:"
                + " KubeProxyConfiguration.Mode.ProxyMode: Invalid value: \\\"nonsense\\\": must be"
                + " iptables, ipvs, nftables or blank (blank means the best-available proxy"
                + " [currently iptables])\"");
    assertThat(curl(address("web"))).isEqualTo("200\n");

    choose("iptables");
    awaitProxies();
    assertThat(cluster.onNode("worker-1", "nft list tables")).doesNotContain("kube-proxy");
    assertThat(curl(address("web"))).isEqualTo("200\n");
  }

  @Test
  @Order(8)
  void ipvs_mode_is_rejected_by_name() {
    choose("ipvs");
    cluster.await(
        "a crash",
        Duration.ofSeconds(60),
        () -> proxies().stream().allMatch(pod -> pod.restarts() > 0));
    assertThat(log("worker-1")).contains("can't use the IPVS proxier: ipvs not supported");

    choose("iptables");
    awaitProxies();
  }

  @Test
  @Order(9)
  void an_invalid_cluster_cidr_ends_kube_proxy_with_the_field() {
    configure("clusterCIDR", "10.244.0.0");
    cluster.await(
        "a crash",
        Duration.ofSeconds(60),
        () -> proxies().stream().allMatch(pod -> pod.restarts() > 0));
    assertThat(log("worker-1"))
        .contains(
            "failed validate: KubeProxyConfiguration.DetectLocalConfiguration.ClusterCIDRs[0]:"
                + " Invalid value: \\\"10.244.0.0\\\": must be a valid CIDR block (e.g."
                + " 10.100.0.0/16 or fde4:8dba:82e1::/48)");

    configure("clusterCIDR", "10.244.0.0/16");
    awaitProxies();
  }
}
