package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calico broken on worker-1 in the ways in which it breaks in real clusters, and repaired. */
class CalicoGatesTest {
  private static final String CONFLIST = "/etc/cni/net.d/10-calico.conflist";
  private static final String KUBECONFIG = "/etc/cni/net.d/calico-kubeconfig";

  private static final String REFUSAL = "bird: I found another BIRD running.";

  private static final Set<String> LEFT_OVER =
      Set.of("ipamhandles", "ipamblocks", "blockaffinities");

  @AutoClose private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.CALICO));
  }

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

  /** Deletes the agent's pod on worker-1; its DaemonSet starts another. */
  private void restartAgent() {
    deleteAgent(DeleteOptions.background());
  }

  private void deleteAgent(DeleteOptions how) {
    cluster.api(
        client -> {
          KubeObject agent =
              client
                  .list(
                      ResourceTypes.PODS, "kube-system", ListOptions.labels("k8s-app=calico-node"))
                  .stream()
                  .filter(pod -> pod.text("/spec/nodeName").equals("worker-1"))
                  .findFirst()
                  .orElseThrow();
          client.delete(ResourceTypes.PODS, "kube-system", agent.name(), how);
          return true;
        });
  }

  @Test
  void without_the_conflist_the_node_is_not_ready_until_the_agent_installs_it_again() {
    cluster.onNode("worker-1", "rm " + CONFLIST);
    cluster.awaitNode("worker-1", "False");

    restartAgent();

    cluster.awaitNode("worker-1", "True");
    cluster.podOn("worker-1", "after");
    cluster.awaitReady("after");
  }

  @Test
  void a_plugin_missing_after_calicos_leaks_an_address_a_second_at_most_and_all_are_given_back() {
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
  void without_its_nodename_file_pods_can_neither_begin_nor_end() {
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
  void with_a_token_that_was_issued_to_nobody_the_plugin_is_unauthorized() {
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
  void the_plugin_acts_as_the_account_that_the_manifest_names() {
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
  void without_a_way_to_the_service_of_the_api_the_plugin_waits_in_vain() {
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
  void without_a_pool_there_is_no_address() {
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

  @Test
  void without_bgp_an_agent_is_not_ready_and_its_routes_are_withdrawn_until_it_is_back() {
    cluster.onNode("worker-1", "iptables -I INPUT -p tcp --dport 179 -j DROP");
    cluster.onNode("worker-1", "iptables -I INPUT -p tcp --sport 179 -j DROP");

    cluster.await(
        "the readiness probe failing",
        Duration.ofMinutes(8),
        () ->
            cluster.list(ResourceTypes.EVENTS).stream()
                .anyMatch(
                    event ->
                        event
                            .text("/message")
                            .contains(
                                "calico/node is not ready: BIRD is not ready: BGP not established"
                                    + " with 172.30.0.11,172.30.0.13")));
    cluster.await(
        "its routes withdrawn",
        Duration.ofMinutes(3),
        () -> !cluster.onNode("worker-1", "ip route").contains("tunl0 proto bird"));

    cluster.onNode("worker-1", "iptables -D INPUT -p tcp --dport 179 -j DROP");
    cluster.onNode("worker-1", "iptables -D INPUT -p tcp --sport 179 -j DROP");
    cluster.await(
        "its routes back",
        Duration.ofMinutes(3),
        () ->
            cluster
                .onNode("worker-1", "ip route")
                .contains("via 172.30.0.13 dev tunl0 proto bird"));
  }

  @Test
  void an_agent_whose_port_is_taken_is_not_ready_until_it_is_free_and_the_agent_restarted() {
    cluster.onNode(
        "worker-1",
        "(while ss -ltn | grep -q ':179 '; do sleep 0.01; done; nc -lk -p 179) >/dev/null 2>&1 &");
    restartAgent();
    cluster.await(
        "the readiness probe failing",
        Duration.ofMinutes(3),
        () -> hasEvent("BIRD is not ready: BGP not established with 172.30.0.11,172.30.0.13"));

    cluster.onNode("worker-1", "pkill nc");
    restartAgent();
    cluster.await("its routes back", Duration.ofMinutes(3), this::hasRoutes);
  }

  @Test
  void one_session_is_enough_for_an_agent_that_has_run_for_half_a_minute() {
    cluster.pass(Duration.ofMinutes(1));
    cluster.onNode("worker-1", "iptables -I INPUT -s 172.30.0.13 -p tcp --dport 179 -j DROP");
    cluster.onNode("worker-1", "iptables -I INPUT -s 172.30.0.13 -p tcp --sport 179 -j DROP");
    cluster.pass(Duration.ofMinutes(8));
    assertThat(hasEvent("BGP not established with 172.30.0.13")).isFalse();
    assertThat(cluster.onNode("worker-1", "ip route")).doesNotContain("via 172.30.0.13 dev tunl0");
  }

  @Test
  void an_agent_deleted_by_force_while_its_kubelet_was_away_ends_before_its_successor_starts() {
    cluster.onNode("worker-1", "systemctl stop kubelet");
    deleteAgent(DeleteOptions.now());
    cluster.pass(Duration.ofSeconds(5));
    cluster.onNode("worker-1", "systemctl start kubelet");
    cluster.pass(Duration.ofMinutes(6));
    assertThat(cluster.onNode("worker-2", "ip route"))
        .contains("via 172.30.0.12 dev tunl0 proto bird");
  }

  /** As a pod deleted by force leaves its container while containerd does not answer. */
  @Test
  void an_agent_that_starts_beside_another_one_has_sessions_once_that_one_has_ended() {
    KubeObject set =
        cluster.api(client -> client.get(ResourceTypes.DAEMON_SETS, "kube-system", "calico-node"));
    KubeObject second =
        KubeObject.named(ResourceTypes.PODS, "kube-system", "second")
            .edit(
                json -> {
                  json.set("spec", set.at("/spec/template/spec").deepCopy());
                  json.withObject("/spec").put("nodeName", "worker-1");
                });
    cluster.api(client -> client.create(ResourceTypes.PODS, second));
    cluster.await("its refusal", Duration.ofMinutes(1), () -> logOf("second").contains(REFUSAL));

    ObjectNode elsewhere = Json.object();
    elsewhere
        .withObject("/spec/template/spec/affinity/nodeAffinity")
        .withObject("/requiredDuringSchedulingIgnoredDuringExecution")
        .putArray("nodeSelectorTerms")
        .addObject()
        .putArray("matchFields")
        .addObject()
        .put("key", "metadata.name")
        .put("operator", "NotIn")
        .putArray("values")
        .add("worker-1");
    cluster.api(
        client ->
            client.patch(
                ResourceTypes.DAEMON_SETS, "kube-system", "calico-node", Patch.merge(elsewhere)));
    cluster.pass(Duration.ofMinutes(6));
    assertThat(cluster.onNode("worker-2", "ip route"))
        .contains("via 172.30.0.12 dev tunl0 proto bird");
  }

  private String logOf(String pod) {
    return cluster.onNode(
        "worker-1", "cat /var/log/pods/kube-system_" + pod + "_*/calico-node/0.log");
  }

  private boolean hasEvent(String words) {
    return cluster.list(ResourceTypes.EVENTS).stream()
        .anyMatch(event -> event.text("/message").contains(words));
  }

  private boolean hasRoutes() {
    return cluster.onNode("worker-1", "ip route").contains("via 172.30.0.13 dev tunl0 proto bird");
  }
}
