package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A change of net-conf.json in flannel's ConfigMap takes effect when the agents restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlannelBackendsTest {
  private static final ResourceType CONFIG_MAPS = ResourceTypes.CONFIG_MAPS;
  private static final String VXLAN = "\"Type\": \"vxlan\"";

  private TestCluster cluster;
  private String working;

  @BeforeAll
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-2", "b");
    cluster.awaitReady("a");
    cluster.awaitReady("b");
    working = config().text("/data/net-conf.json");
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @Test
  void host_gw_needs_no_tunnel_between_nodes() {
    configure(working.replace(VXLAN, "\"Type\": \"host-gw\""));
    agents(true);
    cluster.onNode("worker-2", "iptables -I INPUT -p udp --dport 8472 -j DROP");

    assertThat(cluster.onNode("worker-1", "ip route"))
        .contains("10.244.2.0/24 via 172.30.0.13 dev eth0");
    assertThat(ping()).contains(" ttl=62 ", " 0% packet loss");
    cluster.onNode("worker-2", "iptables -D INPUT -p udp --dport 8472 -j DROP");
    repaired();
  }

  @Test
  void tables_left_by_an_nftables_run_are_cleaned_up() {
    cluster.onNode("worker-1", "nft 'add table ip flannel-ipv4; add table ip6 flannel-ipv6'");
    cluster.onNode("worker-1", "nft add table ip mine");
    agents(true);

    assertThat(cluster.onNode("worker-1", "nft list tables"))
        .contains("table ip mine\n")
        .doesNotContain("flannel");
    assertThat(cluster.onNode("worker-1", "cat /var/log/pods/kube-flannel_*/kube-flannel/*.log"))
        .contains("Cleaning-up nftables rules...");
    cluster.onNode("worker-1", "nft delete table ip mine");
  }

  @Test
  void dropping_ipencap_cuts_pods_off_with_the_ipip_backend() {
    configure(working.replace(VXLAN, "\"Type\": \"ipip\""));
    agents(true);
    assertThat(ping()).contains(" ttl=62 ", " 0% packet loss");

    cluster.onNode("worker-2", "iptables -I INPUT -p ipencap -j DROP");
    assertThat(ping()).contains("100% packet loss");
    assertThat(cluster.onNode("worker-2", "iptables -nvL INPUT 1")).contains("1   104 DROP");
    assertThat(cluster.onNode("worker-1", "ip -s link show flannel.ipip")).contains("mtu 1480");

    cluster.onNode("worker-2", "iptables -D INPUT -p ipencap -j DROP");
    assertThat(ping()).contains(" 0% packet loss");
    repaired();
  }

  @Test
  void an_unknown_backend_ends_the_agents_while_the_network_keeps_working() {
    configure(working.replace(VXLAN, "\"Type\": \"vxlam\""));
    agents(false);

    assertThat(cluster.onNode("worker-1", "cat /var/log/pods/kube-flannel_*/kube-flannel/*.log"))
        .contains("Error fetching backend: unknown backend type: vxlam");
    assertThat(ping()).contains(" 0% packet loss");
    repaired();
  }

  private void repaired() {
    configure(working);
    agents(true);
    assertThat(cluster.onNode("worker-1", "ip route"))
        .contains("10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink");
    assertThat(ping()).contains(" ttl=62 ", " 0% packet loss");
  }

  private String ping() {
    return cluster.inPod("a", "ping", "-c", "1", "-W", "1", cluster.pod("b").ip());
  }

  private KubeObject config() {
    return cluster.api(c -> c.get(CONFIG_MAPS, "kube-flannel", "kube-flannel-cfg"));
  }

  private void configure(String netConf) {
    KubeObject changed =
        config().edit(json -> json.withObject("/data").put("net-conf.json", netConf));
    cluster.api(c -> c.update(CONFIG_MAPS, changed));
  }

  /** Replaces the agents' pods by ones that run, or that end again and again. */
  private void agents(boolean run) {
    List<Pod> old = flannelds();
    cluster.api(
        c -> {
          for (Pod pod : old) {
            c.delete(ResourceTypes.PODS, "kube-flannel", pod.name(), DeleteOptions.background());
          }
          return true;
        });
    cluster.await(
        "new agents",
        Duration.ofMinutes(2),
        () ->
            flannelds().size() == old.size()
                && flannelds().stream()
                    .allMatch(
                        pod ->
                            old.stream().noneMatch(one -> one.name().equals(pod.name()))
                                && (run ? pod.isReady() : pod.restarts() > 0)));
    cluster.pass(Duration.ofSeconds(5));
  }

  private List<Pod> flannelds() {
    return cluster.list(ResourceTypes.PODS).stream()
        .map(Pod::new)
        .filter(pod -> pod.name().startsWith("kube-flannel-ds"))
        .toList();
  }
}
