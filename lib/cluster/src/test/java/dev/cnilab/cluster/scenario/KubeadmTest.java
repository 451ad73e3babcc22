package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster as left by {@code kubeadm init} and {@code kubeadm join}. */
class KubeadmTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
  }

  @Test
  void only_the_control_plane_is_tainted() {
    assertThat(cluster.taints("control-plane"))
        .containsExactly("node-role.kubernetes.io/control-plane:NoSchedule");
    assertThat(cluster.taints("worker-1")).isEmpty();
    assertThat(cluster.taints("worker-2")).isEmpty();
    assertThat(cluster.list(ResourceTypes.NODES))
        .extracting(node -> node.text("/status/nodeInfo/kubeletVersion"))
        .containsExactly("v1.37.2", "v1.37.2", "v1.37.2");
  }

  @ParameterizedTest
  @CsvSource({
    "etcd, --data-dir=/var/lib/etcd",
    "etcd, '--listen-client-urls=https://127.0.0.1:2379,https://172.30.0.11:2379'",
    "kube-apiserver, --advertise-address=172.30.0.11",
    "kube-apiserver, '--authorization-mode=Node,RBAC'",
    "kube-apiserver, --etcd-servers=https://127.0.0.1:2379",
    "kube-apiserver, --service-cluster-ip-range=10.96.0.0/12",
    "kube-controller-manager, --allocate-node-cidrs=true",
    "kube-controller-manager, --cluster-cidr=10.244.0.0/16",
    "kube-controller-manager, --leader-elect=true",
    "kube-controller-manager, --service-cluster-ip-range=10.96.0.0/12",
    "kube-scheduler, --kubeconfig=/etc/kubernetes/scheduler.conf",
    "kube-scheduler, --leader-elect=true",
  })
  void the_control_plane_runs_as_static_pods_with_the_usual_flags(String part, String flag) {
    KubeObject pod = systemPod(part + "-control-plane");

    assertThat(new Pod(pod).isReady()).isTrue();
    assertThat(pod.annotations()).containsEntry("kubernetes.io/config.source", "file");
    assertThat(pod.text("/metadata/ownerReferences/0/kind")).isEqualTo("Node");
    assertThat(words(pod.at("/spec/containers/0/command"))).startsWith(part).contains(flag);
    assertThat(cluster.onNode("control-plane", "cat /etc/kubernetes/manifests/" + part + ".yaml"))
        .contains("    - " + flag + "\n");
  }

  @Test
  void pods_stay_unscheduled_while_the_scheduler_manifest_is_moved_away() {
    cluster.onNode("control-plane", "mv /etc/kubernetes/manifests/kube-scheduler.yaml /root");
    cluster.await(
        "the scheduler gone",
        Duration.ofSeconds(60),
        () -> names().noneMatch("kube-scheduler-control-plane"::equals));
    cluster.pod("unscheduled", "");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(cluster.pod("unscheduled").nodeName()).isEmpty();
    assertThat(cluster.events("unscheduled")).isEmpty();

    cluster.onNode("control-plane", "mv /root/kube-scheduler.yaml /etc/kubernetes/manifests");
    cluster.await(
        "the scheduler back",
        Duration.ofSeconds(60),
        () -> names().anyMatch("kube-scheduler-control-plane"::equals));
    cluster.awaitReady("unscheduled");
  }

  private static Stream<String> names() {
    return cluster.list(ResourceTypes.PODS).stream().map(KubeObject::name);
  }

  private static KubeObject systemPod(String name) {
    return cluster.api(client -> client.get(ResourceTypes.PODS, "kube-system", name));
  }

  private static List<String> words(JsonNode command) {
    return StreamSupport.stream(command.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void the_health_endpoint_of_a_kubelet_is_local_to_its_machine() {
    String ask = "curl -s http://127.0.0.1:10248/healthz";
    assertThat(cluster.onNode("worker-1", ask)).isEqualTo("ok");
    assertThat(cluster.onNode("control-plane", ask.replace("127.0.0.1", "172.30.0.12")))
        .as("to nobody else")
        .isEmpty();

    cluster.onNode("worker-1", "systemctl stop kubelet");
    assertThat(cluster.onNode("worker-1", ask + "; echo $?")).contains("7");
    cluster.onNode("worker-1", "systemctl start kubelet");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.onNode("worker-1", ask)).isEqualTo("ok");
  }

  @Test
  void kube_proxy_healthz_reports_whether_its_node_is_eligible() {
    String health = cluster.onNode("worker-1", "curl -s http://127.0.0.1:10256/healthz");
    assertThat(health)
        .contains("\"healthy\":true", "\"nodeEligible\":true", "\"status\":{\"IPv4\"");

    taint("[{\"key\": \"ToBeDeletedByClusterAutoscaler\", \"effect\": \"PreferNoSchedule\"}]");
    assertThat(status("healthz")).isEqualTo("503");
    assertThat(status("livez")).isEqualTo("200");
    assertThat(status("nothing")).isEqualTo("404");
    taint("null");
    assertThat(status("healthz")).isEqualTo("200");
  }

  @Test
  void kube_proxy_reports_its_mode_only_on_its_own_node() {
    String ask = "curl -s http://127.0.0.1:10249/proxyMode";
    assertThat(cluster.onNode("worker-1", ask)).isEqualTo("iptables");
    assertThat(cluster.onNode("worker-2", ask.replace("127.0.0.1", "worker-1") + "; echo $?"))
        .isEqualTo("7\n");
  }

  private static String status(String path) {
    return cluster.onNode(
        "worker-1", "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:10256/" + path);
  }

  private static void taint(String taints) {
    cluster.api(
        client ->
            client.patch(
                ResourceTypes.NODES,
                "",
                "worker-1",
                Patch.merge(Json.parse("{\"spec\": {\"taints\": " + taints + "}}"))));
  }
}
