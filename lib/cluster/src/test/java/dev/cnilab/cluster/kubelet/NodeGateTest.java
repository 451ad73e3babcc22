package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No usable network configuration: the captures none, a, b. */
class NodeGateTest {
  private static final String NOT_READY =
      "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady"
          + " message:Network plugin returns error: cni plugin not initialized";

  @Test
  void a_node_without_a_network_configuration_is_not_ready() {
    try (TestNode node = TestNode.installed()) {
      node.startServices();
      node.passSeconds(41);
      assertThat(TestNode.condition(node.node(), "Ready"))
          .isEqualTo("False KubeletNotReady " + NOT_READY);
      assertThat(TestNode.condition(node.node(), "MemoryPressure"))
          .isEqualTo("False KubeletHasSufficientMemory kubelet has sufficient memory available");
      assertThat(node.events("node-2"))
          .containsExactlyInAnyOrder(
              "Normal Starting x1 Starting kubelet.",
              "Warning InvalidDiskCapacity x1 invalid capacity 0 on image filesystem",
              "Normal NodeAllocatableEnforced x1 Updated Node Allocatable limit across pods",
              "Normal NodeHasSufficientMemory x3 Node node-2 status is now:"
                  + " NodeHasSufficientMemory",
              "Normal NodeHasNoDiskPressure x3 Node node-2 status is now: NodeHasNoDiskPressure",
              "Normal NodeHasSufficientPID x3 Node node-2 status is now: NodeHasSufficientPID");
    }
  }

  @Test
  void a_kubelet_logs_no_network_error_in_its_first_two_minutes() {
    try (TestNode node = TestNode.installed()) {
      node.startServices();
      node.passSeconds(119);
      assertThat(node.log("network not ready")).isEmpty();
      node.passSeconds(12);
      assertThat(node.log("Node not becoming ready in time after startup")).hasSize(1);
      assertThat(node.log("Container runtime network not ready")).hasSizeBetween(1, 3);
    }
  }

  @Test
  void a_node_becomes_ready_at_once_with_its_first_configuration() {
    try (TestNode node = TestNode.installed()) {
      node.startServices();
      node.passSeconds(5);
      node.run(() -> node.files().write(TestNode.CONFLIST, TestNode.conflist("testnet")));
      node.pass(Duration.ofMillis(200));
      assertThat(TestNode.condition(node.node(), "Ready"))
          .isEqualTo("True KubeletReady kubelet is posting ready status");
      assertThat(node.log("Fast updating node status")).hasSize(1);
    }
  }

  @Test
  void moving_the_configuration_away_makes_the_node_not_ready_within_15_s() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(2);
      moveAway(node);
      node.passSeconds(15);
      assertThat(TestNode.condition(node.node(), "Ready"))
          .isEqualTo("False KubeletNotReady " + NOT_READY);
      assertThat(node.events("node-2"))
          .contains("Normal NodeNotReady x1 Node node-2 status is now: NodeNotReady");
      assertThat(node.log("Node became not ready").getFirst())
          .startsWith(
              "setters.go:552] \"Node became not ready\" node=\"node-2\""
                  + " condition={\"type\":\"Ready\","
                  + "\"status\":\"False\",\"lastHeartbeatTime\":\"2026-01-01T00:00:")
          .endsWith("\"reason\":\"KubeletNotReady\",\"message\":\"" + NOT_READY + "\"}");
      int before = node.log("Container runtime network not ready").size();
      node.passSeconds(20);
      assertThat(node.log("Container runtime network not ready")).hasSize(before + 4);
      assertThat(node.log("Container runtime network not ready").getFirst())
          .isEqualTo(
              "kubelet.go:3343] \"Container runtime network not ready\""
                  + " networkReady=\"NetworkReady=false reason:NetworkPluginNotReady"
                  + " message:Network plugin returns error: cni plugin not initialized\"");
      assertThat(TestNode.condition(node.pod("before"), "Ready")).isEqualTo("True");
      moveBack(node);
      node.passSeconds(15);
      assertThat(TestNode.condition(node.node(), "Ready"))
          .isEqualTo("True KubeletReady kubelet is posting ready status");
    }
  }

  @Test
  void a_bound_pod_waits_for_the_network_with_one_counted_event() {
    try (TestNode node = TestNode.started()) {
      moveAway(node);
      node.passSeconds(15);
      String uid = node.applySleeper("a-bound").uid();
      node.passSeconds(26);
      assertThat(node.events("a-bound"))
          .hasSize(1)
          .first()
          .asString()
          .matches("Warning NetworkNotReady x1[34] network is not ready: .*");
      assertThat(node.events("a-bound").getFirst()).endsWith("network is not ready: " + NOT_READY);
      assertThat(node.log("Error syncing pod, skipping").getFirst())
          .isEqualTo(
              "pod_workers.go:1338] \"Error syncing pod, skipping\" err=\"network is not ready: "
                  + NOT_READY
                  + "\" pod=\"default/a-bound\" podUID=\"UID\"");
      assertThat(node.pod("a-bound").text("/status/phase")).isEqualTo("Pending");
      assertThat(node.pod("a-bound").text("/status/containerStatuses/0/state/waiting/reason"))
          .isEqualTo("ContainerCreating");
      assertThat(TestNode.condition(node.pod("a-bound"), "PodReadyToStartContainers"))
          .isEqualTo("False PodSandboxNotReady no pod sandbox exists");
      assertThat(TestNode.condition(node.pod("a-bound"), "Initialized")).isEqualTo("True");
      assertThat(TestNode.condition(node.pod("a-bound"), "ContainersReady"))
          .isEqualTo("False ContainersNotReady containers with unready status: [app]");
      moveBack(node);
      node.passSeconds(8);
      assertThat(node.pod("a-bound").uid()).isEqualTo(uid);
      assertThat(TestNode.condition(node.pod("a-bound"), "Ready")).isEqualTo("True");
      assertThat(node.events("a-bound")).last().isEqualTo("Normal Started x1 Container started");
    }
  }

  @Test
  void a_host_network_pod_needs_no_network_configuration() {
    try (TestNode node = TestNode.installed()) {
      node.startServices();
      node.passSeconds(10);
      node.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: hostnet, namespace: default}
          spec:
            nodeName: node-2
            hostNetwork: true
            automountServiceAccountToken: false
            containers:
            - {name: app, image: sleeper, command: [sleep]}
          """);
      node.passSeconds(1);
      assertThat(node.pod("hostnet").text("/status/phase")).isEqualTo("Running");
      assertThat(node.pod("hostnet").text("/status/podIP")).isEqualTo("172.30.0.12");
    }
  }

  @Test
  void a_stopped_runtime_makes_the_node_not_ready_and_its_pods_keep_running() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(2);
      String container = node.pod("before").text("/status/containerStatuses/0/containerID");
      node.systemctl("stop", "containerd");
      node.passSeconds(180);
      assertThat(TestNode.condition(node.node(), "Ready"))
          .isEqualTo("False KubeletNotReady container runtime is down");
      assertThat(node.log("Container runtime sanity check failed")).isNotEmpty();
      node.systemctl("start", "containerd");
      node.passSeconds(90);
      assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True");
      assertThat(node.pod("before").text("/status/containerStatuses/0/containerID"))
          .isEqualTo(container);
      assertThat(TestNode.condition(node.pod("before"), "Ready")).isEqualTo("True");
    }
  }

  @Test
  void a_kubelet_without_a_runtime_is_restarted_until_there_is_one() {
    try (TestNode node = TestNode.installed()) {
      node.systemctl("start", "kubelet");
      node.passSeconds(15);
      assertThat(node.log("command failed"))
          .hasSize(2)
          .first()
          .asString()
          .contains("failed to run Kubelet: validate service connection");
      node.systemctl("start", "containerd");
      node.passSeconds(15);
      assertThat(TestNode.condition(node.node(), "MemoryPressure")).startsWith("False");
    }
  }

  @Test
  void a_pod_waiting_for_the_network_can_be_deleted() {
    try (TestNode node = TestNode.started()) {
      moveAway(node);
      node.passSeconds(15);
      node.applySleeper("a-bound");
      node.passSeconds(5);
      node.delete("a-bound");
      node.passSeconds(3);
      assertThat(node.hasPod("a-bound")).isFalse();
    }
  }

  private static void moveAway(TestNode node) {
    node.run(() -> node.files().rename(TestNode.CONFLIST, "/etc/moved"));
  }

  private static void moveBack(TestNode node) {
    node.run(() -> node.files().write(TestNode.CONFLIST, TestNode.conflist("testnet")));
  }
}
