package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The sessions of Calico's agents by BGP. */
class CalicoSessionsTest extends BrokenCalico {
  private static final String REFUSAL = "bird: I found another BIRD running.";

  @Test
  void an_agent_without_bgp_is_not_ready_and_loses_its_routes() {
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
  void an_agent_whose_bgp_port_is_taken_is_not_ready() {
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
  void one_bgp_session_keeps_a_running_agent_ready() {
    cluster.pass(Duration.ofMinutes(1));
    cluster.onNode("worker-1", "iptables -I INPUT -s 172.30.0.13 -p tcp --dport 179 -j DROP");
    cluster.onNode("worker-1", "iptables -I INPUT -s 172.30.0.13 -p tcp --sport 179 -j DROP");
    cluster.pass(Duration.ofMinutes(8));
    assertThat(hasEvent("BGP not established with 172.30.0.13")).isFalse();
    assertThat(cluster.onNode("worker-1", "ip route")).doesNotContain("via 172.30.0.13 dev tunl0");
  }

  @Test
  void sessions_return_after_a_forced_delete_without_a_kubelet() {
    cluster.onNode("worker-1", "systemctl stop kubelet");
    deleteAgent(DeleteOptions.now());
    cluster.pass(Duration.ofSeconds(5));
    cluster.onNode("worker-1", "systemctl start kubelet");
    cluster.pass(Duration.ofMinutes(6));
    assertThat(cluster.onNode("worker-2", "ip route"))
        .contains("via 172.30.0.12 dev tunl0 proto bird");
  }

  /** The state that a forced deletion leaves behind while containerd does not answer. */
  @Test
  void a_second_agent_gets_sessions_once_the_first_has_ended() {
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
