package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** containerd's {@code max_conf_num}: pods get a link of each network, as on a real node. */
class SeveralNetworksTest {
  private static final String LINKS =
      "ip netns exec %s ip -o link | grep -o 'eth[0-9]*@' | tr -d @";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  private String onNode(String command) {
    return cluster.onNode("worker-1", command);
  }

  private void networks() {
    for (int i = 2; i <= 3; i++) {
      onNode(
          """
          printf '{"cniVersion":"1.0.0","name":"net%1$d","plugins":[{"type":"bridge","bridge":"cni%1$d",\
          "ipam":{"type":"host-local","ranges":[[{"subnet":"10.9%1$d.0.0/24"}]]}}]}\\n'\
           > /etc/cni/net.d/%1$d0-net%1$d.conflist
          """
              .formatted(i));
    }
  }

  private void restartWith(String setting) {
    onNode(
        "printf \"version = 3\\n[plugins.'io.containerd.cri.v1.runtime'.cni]\\n"
            + setting
            + "\\n\" > /etc/containerd/config.toml; systemctl restart containerd");
    cluster.pass(Duration.ofSeconds(10));
  }

  private String links(String pod) {
    cluster.podOn("worker-1", pod);
    cluster.awaitReady(pod);
    String sandbox = onNode("crictl pods -q --name " + pod).strip();
    String namespace =
        onNode("crictl inspectp " + sandbox + " | grep -o 'netns/[^\"]*'").strip().substring(6);
    return onNode(LINKS.formatted(namespace)).replace("\n", " ").strip();
  }

  @ParameterizedTest
  @CsvSource({
    "max_conf_num = 1, eth0",
    "max_conf_num = 2, eth0 eth1",
    "max_conf_num = 0, eth0 eth1 eth2",
    "max_conf_num = 7, eth0 eth1 eth2"
  })
  void a_pod_has_a_link_for_each_network_and_the_address_of_the_first(
      String setting, String expected) {
    networks();
    restartWith(setting);

    assertThat(links("several").split(" ")).containsExactlyInAnyOrder(expected.split(" "));
    assertThat(cluster.pod("several").ip()).startsWith("10.244.");
    assertThat(onNode("ls /var/lib/cni/results | grep -c eth"))
        .startsWith(Integer.toString(expected.split(" ").length));
  }

  @Test
  void setup_serially_attaches_networks_in_order() {
    networks();
    restartWith("max_conf_num = 0\\nsetup_serially = true");

    assertThat(links("serial")).isEqualTo("eth0 eth1 eth2");
  }

  @Test
  void a_second_network_without_its_plugin_keeps_pods_from_running_until_it_is_repaired() {
    networks();
    restartWith("max_conf_num = 2");
    onNode("sed -i 's/\"type\":\"bridge\"/\"type\":\"bridgee\"/' /etc/cni/net.d/20-net2.conflist");
    cluster.podOn("worker-1", "waits");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.contains(
                    "plugin type=\"bridgee\" failed (add): failed to find plugin \"bridgee\" in"
                        + " path [/opt/cni/bin]"));

    onNode("sed -i 's/bridgee/bridge/' /etc/cni/net.d/20-net2.conflist");
    cluster.awaitReady("waits");

    onNode(
        "cp /etc/cni/net.d/20-net2.conflist /root; echo rubbish > /etc/cni/net.d/20-net2.conflist");
    cluster.awaitNode("worker-1", "False");
    onNode("cp /root/20-net2.conflist /etc/cni/net.d/");
    cluster.awaitNode("worker-1", "True");
  }
}
