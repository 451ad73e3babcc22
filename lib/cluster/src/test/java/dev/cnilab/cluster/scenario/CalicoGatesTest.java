package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calico broken on worker-1 in the ways in which it breaks in real clusters, and repaired. */
class CalicoGatesTest extends BrokenCalico {
  private static final String CONFLIST = "/etc/cni/net.d/10-calico.conflist";
  private static final String KUBECONFIG = "/etc/cni/net.d/calico-kubeconfig";

  private static final Set<String> LEFT_OVER =
      Set.of("ipamhandles", "ipamblocks", "blockaffinities");

  private void assertPodFails(String pod, String text) {
    cluster.podOn("worker-1", pod);
    cluster.await(
        "the failure of " + pod,
        Duration.ofMinutes(2),
        () ->
            cluster.events(pod).stream().anyMatch(event -> event.text("/message").contains(text)));
    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
    assertThat(cluster.pod(pod).object().text("/status/containerStatuses/0/state/waiting/reason"))
        .isEqualTo("ContainerCreating");
  }

  @Test
  void removing_the_conflist_makes_the_node_not_ready_until_the_agent_restores_it() {
    cluster.onNode("worker-1", "rm " + CONFLIST);
    cluster.awaitNode("worker-1", "False");

    restartAgent();

    cluster.awaitNode("worker-1", "True");
    cluster.podOn("worker-1", "after");
    cluster.awaitReady("after");
  }

  @Test
  void addresses_leaked_by_a_missing_chained_plugin_are_garbage_collected() {
    int before = leftovers();
    cluster.onNode("worker-1", "mv /opt/cni/bin/portmap /root/");
    assertPodFails("unlucky", "failed to find plugin \"portmap\" in path [/opt/cni/bin]");
    int first = attempts();
    cluster.pass(Duration.ofMinutes(3));
    assertThat(attempts() - first).isBetween(90, 180);
    assertThat(leftovers()).as("addresses and blocks").isGreaterThan(before + 90);

    cluster.onNode("worker-1", "mv /root/portmap /opt/cni/bin/");
    cluster.awaitReady("unlucky");
    cluster.delete("unlucky");
    cluster.pass(Duration.ofMinutes(41));
    assertThat(leftovers()).isEqualTo(before);
  }

  private int attempts() {
    String count = "journalctl -u kubelet | grep -c 'RunPodSandbox from runtime service failed'";
    return Integer.parseInt(cluster.onNode("worker-1", count).strip());
  }

  private int leftovers() {
    return cluster.api(client -> client.types()).stream()
        .filter(type -> LEFT_OVER.contains(type.plural()))
        .mapToInt(type -> cluster.list(type).size())
        .sum();
  }

  @Test
  void pods_can_neither_start_nor_end_without_the_nodename_file() {
    cluster.podOn("worker-1", "before");
    cluster.awaitReady("before");
    KubeObject agents = cluster.removeDaemonSet("kube-system", "calico-node");
    cluster.onNode("worker-1", "rm /var/lib/calico/nodename");

    assertPodFails(
        "new",
        "plugin type=\"calico\" failed (add): stat /var/lib/calico/nodename: no such file or"
            + " directory: check that the calico/node container is running and has mounted"
            + " /var/lib/calico/");
    cluster.delete("before");
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.pod("before").object().isTerminating()).isTrue();
    assertThat(cluster.events("before"))
        .anySatisfy(
            event -> {
              assertThat(event.text("/reason")).isEqualTo("FailedKillPod");
              assertThat(event.text("/message"))
                  .contains("failed (delete): stat /var/lib/calico/nodename: no such file or");
            });

    cluster.createAgain(agents);

    cluster.awaitReady("new");
    cluster.await(
        "before gone",
        Duration.ofMinutes(2),
        () ->
            cluster.api(client -> client.find(ResourceTypes.PODS, "default", "before")).isEmpty());
  }

  @Test
  void a_plugin_with_an_invalid_token_is_unauthorized() {
    cluster.onNode(
        "worker-1", "cp " + KUBECONFIG + " /root/; sed -i 's/token: ey/token: xx/' " + KUBECONFIG);

    assertPodFails(
        "new",
        "plugin type=\"calico\" failed (add): error getting ClusterInformation: connection is"
            + " unauthorized: Unauthorized");

    restartAgent();
    cluster.awaitReady("new");
  }

  @Test
  void cni_service_account_of_the_manifest_needs_its_token_right() {
    KubeObject agents = cluster.removeDaemonSet("kube-system", "calico-node");
    cluster.createAgain(
        agents.edit(
            set ->
                ((ObjectNode) set.at("/spec/template/spec/initContainers/0"))
                    .withArray("/env")
                    .addObject()
                    .put("name", "CALICO_CNI_SERVICE_ACCOUNT")
                    .put("value", "calico-node")));

    // Its role allows tokens of calico-cni-plugin only.
    cluster.await(
        "agents that can not install the plugin",
        Duration.ofMinutes(2),
        () ->
            cluster.list(ResourceTypes.PODS).stream()
                .anyMatch(
                    pod -> pod.at("/status/initContainerStatuses/0/restartCount").asInt() > 0));
  }

  @Test
  void the_plugin_times_out_without_a_path_to_the_api_service() {
    // The kubelet uses the API server's own address, and still learns of the pod.
    cluster.onNode("worker-1", "iptables -t raw -I OUTPUT -d 10.96.0.1 -j DROP");

    assertPodFails(
        "new",
        "plugin type=\"calico\" failed (add): error getting ClusterInformation: Get"
            + " \"https://10.96.0.1:443/apis/crd.projectcalico.org/v1/clusterinformations/default\":"
            + " dial tcp 10.96.0.1:443: i/o timeout");

    cluster.onNode("worker-1", "iptables -t raw -D OUTPUT -d 10.96.0.1 -j DROP");
    cluster.awaitReady("new");
  }

  @Test
  void a_pod_gets_no_address_without_an_ip_pool() {
    cluster.api(
        client -> {
          var pools =
              client.types().stream()
                  .filter(type -> type.plural().equals("ippools"))
                  .findFirst()
                  .orElseThrow();
          client.delete(pools, "", "default-ipv4-ippool", DeleteOptions.background());
          return true;
        });

    assertPodFails(
        "new", "plugin type=\"calico\" failed (add): no configured Calico pools for node worker-1");

    restartAgent();
    cluster.awaitReady("new");
  }
}
