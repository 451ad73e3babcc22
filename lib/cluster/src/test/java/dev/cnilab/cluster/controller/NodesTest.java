package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";

  @AutoClose private final ControlPlane cluster = new ControlPlane();

  @BeforeEach
  void twoNodes() {
    cluster.node("worker-1");
    cluster.node("worker-2");
    cluster.pass(Duration.ofSeconds(6));
  }

  @Test
  void each_node_gets_its_own_pod_cidr() {
    assertThat(cluster.get(ResourceTypes.NODES, "worker-1").text("/spec/podCIDR"))
        .isEqualTo("10.244.0.0/24");
    assertThat(cluster.get(ResourceTypes.NODES, "worker-2").text("/spec/podCIDRs/0"))
        .isEqualTo("10.244.1.0/24");
    assertThat(cluster.events("worker-2"))
        .containsExactly(
            "RegisteredNode: Node worker-2 event: Registered Node worker-2 in Controller");
  }

  @Test
  void a_not_ready_node_is_tainted_no_schedule_at_once_and_no_execute_later() {
    cluster.ready("worker-2", "False");
    assertThat(taints("worker-2")).containsExactly(NOT_READY + ":NoSchedule");

    cluster.pass(Duration.ofSeconds(6));
    assertThat(taints("worker-2"))
        .containsExactlyInAnyOrder(NOT_READY + ":NoSchedule", NOT_READY + ":NoExecute");

    cluster.ready("worker-2", "True");
    assertThat(taints("worker-2")).containsExactly(NOT_READY + ":NoExecute");

    cluster.pass(Duration.ofSeconds(6));
    assertThat(taints("worker-2")).isEmpty();
  }

  @Test
  void pods_are_evicted_from_a_not_ready_node_after_their_toleration() {
    pod("patient", 300);
    cluster.kubelets();
    heartbeats("False", 29);
    assertThat(cluster.get(ResourceTypes.PODS, "patient").isTerminating()).isFalse();

    heartbeats("False", 2);
    KubeObject pod = cluster.get(ResourceTypes.PODS, "patient");
    assertThat(pod.isTerminating()).isTrue();
    assertThat(pod.at("/status/conditions").toString())
        .contains("DisruptionTarget", "Taint manager: deleting due to NoExecute taint");
    assertThat(cluster.events("patient"))
        .contains("TaintManagerEviction: Marking for deletion Pod default/patient");
  }

  @Test
  void a_node_that_becomes_ready_in_time_keeps_its_pods() {
    pod("patient", 300);
    cluster.kubelets();
    heartbeats("False", 10);
    heartbeats("True", 30);

    assertThat(cluster.get(ResourceTypes.PODS, "patient").isTerminating()).isFalse();
    assertThat(cluster.events("patient"))
        .contains("TaintManagerEviction: Cancelling deletion of Pod default/patient");
  }

  @Test
  void a_silent_node_becomes_unknown_and_its_pods_not_ready() {
    pod("lost", 300);
    cluster.kubelets();
    heartbeatsOfTheOther(7);

    KubeObject node = cluster.get(ResourceTypes.NODES, "worker-2");
    assertThat(node.at("/status/conditions/0").toString())
        .contains("\"status\":\"Unknown\"", "Kubelet stopped posting node status.");
    assertThat(taints("worker-2"))
        .containsExactlyInAnyOrder(
            "node.kubernetes.io/unreachable:NoSchedule",
            "node.kubernetes.io/unreachable:NoExecute");
    assertThat(cluster.events("worker-2"))
        .contains("NodeNotReady: Node worker-2 status is now: NodeNotReady");
    assertThat(cluster.events("lost")).contains("NodeNotReady: Node is not ready");
    assertThat(conditions("lost")).contains("\"type\":\"Ready\",\"status\":\"False\"");
  }

  @Test
  void marking_the_pods_of_a_silent_node_is_retried_until_it_succeeds() {
    pod("lost", 300);
    cluster.kubelets();
    cluster.create(
        ResourceTypes.ADMISSION_POLICIES,
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: frozen}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/status]}
          validations:
          - {expression: "false"}
        """);
    cluster.create(
        ResourceTypes.ADMISSION_POLICY_BINDINGS,
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: frozen}
        spec: {policyName: frozen, validationActions: [Deny]}
        """);
    heartbeatsOfTheOther(7);
    assertThat(conditions("lost")).contains("\"type\":\"Ready\",\"status\":\"True\"");

    cluster.run(
        client ->
            client.delete(
                ResourceTypes.ADMISSION_POLICY_BINDINGS, "", "frozen", DeleteOptions.background()));
    heartbeatsOfTheOther(1);
    assertThat(conditions("lost")).contains("\"type\":\"Ready\",\"status\":\"False\"");
  }

  private String conditions(String pod) {
    return cluster.get(ResourceTypes.PODS, pod).at("/status/conditions").toString();
  }

  @Test
  void no_pod_is_evicted_while_no_node_is_ready() {
    cluster.ready("worker-1", "False");
    cluster.ready("worker-2", "False");
    cluster.pass(Duration.ofSeconds(20));

    assertThat(taints("worker-1")).containsExactly(NOT_READY + ":NoSchedule");
    assertThat(taints("worker-2")).containsExactly(NOT_READY + ":NoSchedule");
  }

  /** The kubelet of worker-1 reports every ten seconds, while that of worker-2 is silent. */
  private void heartbeatsOfTheOther(int times) {
    for (int i = 0; i < times; i++) {
      cluster.ready("worker-1", "True");
      cluster.pass(Duration.ofSeconds(10));
    }
  }

  /** Both kubelets report every ten seconds; worker-1 is always healthy. */
  private void heartbeats(String ofWorker2, int times) {
    for (int i = 0; i < times; i++) {
      cluster.ready("worker-1", "True");
      cluster.ready("worker-2", ofWorker2);
      cluster.pass(Duration.ofSeconds(10));
    }
  }

  private void pod(String name, int tolerationSeconds) {
    cluster.create(
        ResourceTypes.PODS,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: worker-2
          containers: [{name: c, image: i}]
          tolerations:
          - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: %d}
          - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: %d}
        """
            .formatted(name, tolerationSeconds, tolerationSeconds));
  }

  private List<String> taints(String node) {
    return StreamSupport.stream(
            cluster.get(ResourceTypes.NODES, node).at("/spec/taints").spliterator(), false)
        .map(taint -> taint.path("key").asText() + ":" + taint.path("effect").asText())
        .toList();
  }
}
